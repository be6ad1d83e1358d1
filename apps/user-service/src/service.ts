import { createObservability } from '@brrt/observability';
import { createService, type Service } from '@brrt/router-core';
import type { ServiceConfig } from '@brrt/router-core/config';
import { createSecurity } from '@brrt/security';
import { authorize } from './authorize.ts';
import { openDatabase, pingDatabase } from './database/open-database.ts';
import { connectPetstore } from './generated/clients/petstore.gen.ts';
import { contract } from './generated/contract.gen.ts';
import { handlers } from './handlers/index.ts';
import { createUserRepository } from './users/user-repository.ts';

/** The service without a port: `main.ts` makes it listen, tests call its `fetch`. */
export async function createUserService(config: ServiceConfig): Promise<Service> {
  const security = createSecurity(contract.model, config);
  const petstore = connectPetstore(config, security.clientIdentity);
  const observability = createObservability({ service: 'user-service', config });
  const database = await openDatabase(config.database);
  return createService({
    contract,
    config,
    handlers,
    authorize,
    dependencies: { users: createUserRepository(database) },
    clients: { petstore },
    security: security.handlers,
    cors: security.cors,
    admission: security.admission,
    tls: security.tls,
    hooks: [observability.hooks],
    logger: observability.logger,
    endpoints: observability.endpoints,
    warnings: security.warnings,
    readiness: [{ name: 'database', check: () => pingDatabase(database) }],
    onStop: [() => database.destroy()],
  });
}
