import type { Context } from '../context.ts';
import type { ListPetsRequest, ListPetsResponse } from '../generated/handlers.gen.ts';

export function listPets({ query }: ListPetsRequest, { dependencies }: Context): ListPetsResponse {
  const { entries, total } = dependencies.pets.list(query, query.tags ?? []);
  return { status: 200, headers: { 'X-Total-Count': total }, body: entries };
}
