import type { Context } from '../context.ts';
import type { QueryPetsRequest, QueryPetsResponse } from '../generated/handlers.gen.ts';

export function queryPets({ body }: QueryPetsRequest, { dependencies }: Context): QueryPetsResponse {
  const { entries, total } = dependencies.pets.query(body);
  return { status: 200, headers: { 'X-Total-Count': total }, body: entries };
}
