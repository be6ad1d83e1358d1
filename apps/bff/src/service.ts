import { createObservability } from '@brrt/observability';
import { createService, type Service } from '@brrt/router-core';
import type { ServiceConfig } from '@brrt/router-core/config';
import { createSecurity } from '@brrt/security';
import { createGateway } from '@brrt/service-client';
import { authorize } from './authorize.ts';
import { connectPetstore } from './generated/clients/petstore.gen.ts';
import { connectUserService } from './generated/clients/user-service.gen.ts';
import { contract } from './generated/contract.gen.ts';
import { handlers } from './handlers/index.ts';

/** The service without a port: `main.ts` makes it listen, tests call its `fetch`. */
export async function createBffService(config: ServiceConfig): Promise<Service> {
  const security = createSecurity(contract.model, config);
  const observability = createObservability({ service: 'bff', config });
  return createService({
    contract,
    config,
    handlers,
    authorize,
    dependencies: {},
    clients: {
      petstore: connectPetstore(config, security.clientIdentity),
      userService: connectUserService(config, security.clientIdentity),
    },
    gateway: createGateway(contract.model, config, security.clientIdentity),
    security: security.handlers,
    cors: security.cors,
    admission: security.admission,
    tls: security.tls,
    hooks: [observability.hooks],
    logger: observability.logger,
    endpoints: observability.endpoints,
    warnings: security.warnings,
  });
}
