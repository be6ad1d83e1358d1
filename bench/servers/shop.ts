import { createDependencies } from '../../apps/petstore/src/dependencies.ts';
import { addPet } from '../../apps/petstore/src/handlers/add-pet.ts';
import { getPet } from '../../apps/petstore/src/handlers/get-pet.ts';
import { listPets } from '../../apps/petstore/src/handlers/list-pets.ts';
import { webhookParts } from '../../apps/petstore/test/webhook-parts.ts';

interface Result {
  readonly status: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** The pet store's own handlers and database, for servers that check nothing: all servers do the same work behind HTTP. */
export interface Shop {
  list(query: { readonly limit: number; readonly offset: number; readonly tags: readonly string[] }): Result;
  get(id: number): Result;
  add(body: unknown): Result;
}

export function openShop(): Shop {
  const context = { dependencies: createDependencies(':memory:', webhookParts) } as never; // these handlers read nothing else
  return {
    list: (query) =>
      listPets(
        { path: {}, query: { ...query, tags: [...query.tags] }, headers: {}, cookies: {}, body: undefined } as never,
        context,
      ),
    get: (id) => getPet({ path: { id }, query: {}, headers: {}, cookies: {}, body: undefined } as never, context),
    add: (body) => addPet({ path: {}, query: {}, headers: {}, cookies: {}, body } as never, context),
  };
}
