import type { ServiceConfig } from '@brrt/router-core/config';
import type { ClientIdentity } from '@brrt/router-core/ports';
import { ClientConfigurationError } from './client-configuration-error.ts';
import type { ClientOptions } from './client-options.ts';

/**
 * What `clients.<service>` of the configuration says.
 * @throws ClientConfigurationError when there is no such entry
 */
export function configuredOptions(
  service: string,
  { clients }: Pick<ServiceConfig, 'clients'>,
  identity: ClientIdentity | undefined,
): ClientOptions {
  const config = Object.hasOwn(clients, service) ? clients[service] : undefined;
  if (config === undefined) throw new ClientConfigurationError(service, `config.yaml has no clients.${service}.url`);
  const { url, credentials, tokens, timeoutMs, tls } = config;
  const calling = { baseUrl: url, credentials, tokens, timeoutMilliseconds: timeoutMs, tls, identity };
  return { ...calling, resilience: config, entry: config };
}
