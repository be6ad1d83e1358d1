import { createObservability } from '@brrt/observability';
import { createService, type Service } from '@brrt/router-core';
import type { ServiceConfig } from '@brrt/router-core/config';
import { createSecurity } from '@brrt/security';
import { authorize } from './authorize.ts';
import { createDependencies } from './dependencies.ts';
import { contract } from './generated/contract.gen.ts';
import { handlers } from './handlers/index.ts';

/**
 * The pet store without a port.
 * @throws SecurityConfigError when a security scheme of the contract has no configuration
 */
export async function createPetstoreService(config: ServiceConfig): Promise<Service> {
  const security = createSecurity(contract.model, config);
  const { hooks, logger, endpoints, webhooks: observer } = createObservability({ service: 'petstore', config });
  const dependencies = createDependencies(config.database.file ?? ':memory:', { contract, config, logger, observer });
  const { webhooks } = dependencies;
  return createService({
    contract,
    config,
    handlers,
    authorize,
    dependencies,
    security: security.handlers,
    cors: security.cors,
    admission: security.admission,
    tls: security.tls,
    hooks: [hooks, { onStart: () => webhooks.start() }],
    logger,
    endpoints: [...endpoints, ...webhooks.management],
    warnings: security.warnings,
    readiness: [{ name: 'database', check: async () => dependencies.ping() }],
    onStop: [() => webhooks.stop(), () => dependencies.close()],
  });
}
