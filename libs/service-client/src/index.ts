export { clientSchemas } from '@brrt/router-core/host';
export { ClientConfigurationError } from './client-configuration-error.ts';
export type { ClientDefinition, ClientOptions, ClientRequest, ClientResponse } from './client-options.ts';
export { createClient } from './create-client.ts';
export {
  type FailedCall,
  UpstreamContractError,
  UpstreamCredentialsError,
  UpstreamError,
  UpstreamTimeoutError,
  UpstreamUnavailableError,
} from './upstream-error.ts';
