import { createObservability } from '@brrt/observability';
import { createService, type Service } from '@brrt/router-core';
import type { ServiceConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import type { HandlerRequest, HandlerResult } from '@brrt/router-core/ports';
import { createSecurity } from '@brrt/security';
import { addPet, getPet, getStatus, listPets, type NewPet, type PetQuery } from './handlers.ts';

const contract = await loadContract({ service: 'shop', file: new URL('../openapi.yaml', import.meta.url) });

// `as`: the contract has checked what arrives here.
const handlers: Readonly<Record<string, (request: HandlerRequest) => HandlerResult>> = {
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

// Contracts of `npm run bench -- startup` have the four operations many times: `getPet7` is `getPet`.
const registry = Object.fromEntries(
  contract.model.operations.flatMap(({ name }) =>
    Object.entries(handlers)
      .filter(([base]) => name.replace(/\d+$/, '') === base)
      .map(([, handler]) => [name, handler] as const),
  ),
);

/** The service that is measured, put together as generated ones are. */
export function createShopService(config: ServiceConfig, isObserved: boolean): Service {
  const security = createSecurity(contract.model, config);
  const service = {
    contract,
    config,
    handlers: registry,
    security: security.handlers,
    cors: security.cors,
    admission: security.admission,
  };
  if (!isObserved) return createService(service);
  const { hooks, logger, endpoints } = createObservability({ service: 'shop', config });
  return createService({ ...service, hooks: [hooks], logger, endpoints });
}
