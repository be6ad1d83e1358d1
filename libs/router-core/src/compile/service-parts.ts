import { defaultConfig } from '../config/index.ts';
import type { BindableClient } from '../ports/client-binding.ts';
import type { Logger, LoggerFactory } from '../ports/logger.ts';
import type { ReadinessCheck } from '../ports/management.ts';
import type { ServiceOptions, ServiceParts } from './service-options.ts';

const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const silentFactory: LoggerFactory = { service: silent, forExchange: () => silent };

function ignore(): void {}

/** Options with defaults where nothing was said. */
export function toParts<Dependencies, Clients>(options: ServiceOptions<Dependencies, Clients>): ServiceParts {
  return {
    contract: options.contract,
    handlers: options.handlers,
    // As with handlers: each is called with the request of its own operation.
    authorize: (options.authorize ?? {}) as ServiceParts['authorize'],
    dependencies: options.dependencies,
    clients: (options.clients ?? {}) as ServiceParts['clients'], // names and bindings are all that is asked of them
    gateway: options.gateway,
    http: { ...defaultConfig().http, ...options.config?.http },
    compression: options.config?.compression ?? defaultConfig().compression,
    examples: options.config?.examples ?? {},
    health: options.config?.health ?? defaultConfig().health,
    management: options.config?.management,
    docs: options.config?.docs ?? defaultConfig().docs,
    security: options.security ?? {},
    cors: options.cors,
    admission: options.admission,
    tls: options.tls,
    certificatePeers: Object.values(options.config?.security?.mutualTls ?? {}).flatMap(
      ({ forwarded }) => forwarded?.peers ?? [],
    ),
    hooks: options.hooks ?? [],
    logger: options.logger ?? silentFactory,
    respond: options.respond,
    endpoints: options.endpoints ?? [],
    readiness: listChecks(options),
    warnings: listWarnings(options),
    openWebSockets: { count: 0 },
    onStop: options.onStop ?? [],
  };
}

/** The service's own first: they decide; then those that degrade. */
function listChecks<Dependencies, Clients>(options: ServiceOptions<Dependencies, Clients>): readonly ReadinessCheck[] {
  const clients: readonly BindableClient<unknown>[] = Object.values(options.clients ?? {});
  const handlers = Object.values(options.security ?? {});
  const brought = [...handlers, ...clients].flatMap(({ readiness }) => readiness ?? []);
  return [...(options.readiness ?? []), ...brought];
}

function listWarnings<Dependencies, Clients>({
  config,
  warnings,
}: ServiceOptions<Dependencies, Clients>): readonly string[] {
  const file = config?.developmentConfig;
  const development = file === undefined ? [] : [`Configuration for development is in use, from ${file}`];
  return [...development, ...(config?.warnings ?? []), ...(warnings ?? [])];
}
