import { createObservability } from '@brrt/observability';
import { createService, type Service } from '@brrt/router-core';
import type { ServiceConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import type { HandlerRequest } from '@brrt/router-core/ports';
import { createSecurity } from '@brrt/security';
import { addPet, getPet, getStatus, listPets, type NewPet, type PetQuery } from './handlers.ts';

const contract = await loadContract({ service: 'shop', file: new URL('../openapi.yaml', import.meta.url) });

// `as`: the contract has checked what arrives here.
const handlers = {
  getStatus: () => ({ status: 200, body: getStatus() }),
  getPet: ({ path }: HandlerRequest) => {
    const pet = getPet(path.id as number);
    return pet === undefined
      ? { status: 404, body: { title: 'No such pet', status: 404 } }
      : { status: 200, body: pet };
  },
  listPets: ({ query }: HandlerRequest) => ({ status: 200, body: listPets(query as unknown as PetQuery) }),
  addPet: ({ body }: HandlerRequest) => ({ status: 201, body: addPet(body as NewPet) }),
};

/** The service that is measured, put together as generated ones are. */
export function createShopService(config: ServiceConfig): Service {
  const security = createSecurity(contract.model, config);
  const { hooks, logger, endpoints } = createObservability({ service: 'shop', config });
  return createService({
    contract,
    config,
    handlers,
    security: security.handlers,
    cors: security.cors,
    admission: security.admission,
    hooks: [hooks],
    logger,
    endpoints,
  });
}
