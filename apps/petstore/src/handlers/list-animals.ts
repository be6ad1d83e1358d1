import type { Context } from '../context.ts';
import type { ListAnimalsRequest, ListAnimalsResponse } from '../generated/handlers.gen.ts';

export function listAnimals({ query }: ListAnimalsRequest, { dependencies }: Context): ListAnimalsResponse {
  return { status: 200, body: dependencies.shelter.list(query.type) };
}
