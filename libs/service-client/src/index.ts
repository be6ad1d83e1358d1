export { clientSchemas } from '@brrt/router-core/host';
export { type Gathered, gather, OptionalPart, optional, type Part } from './aggregate/gather.ts';
export { ClientConfigurationError } from './client-configuration-error.ts';
export type { ClientDefinition, ClientOptions, ClientRequest, ClientResponse } from './client-options.ts';
export { configuredOptions } from './configured-options.ts';
export { createClient } from './create-client.ts';
export { createGateway } from './gateway/create-gateway.ts';
export type { Resilience } from './resilience/upstream.ts';
export {
  type FailedCall,
  UpstreamBusyError,
  UpstreamContractError,
  UpstreamCredentialsError,
  UpstreamError,
  UpstreamOpenError,
  type UpstreamProblem,
  UpstreamProblemError,
  UpstreamTimeoutError,
  UpstreamUnavailableError,
} from './upstream-error.ts';
