import type { Context } from '../context.ts';
import type { FindNearestStoresRequest, FindNearestStoresResponse } from '../generated/handlers.gen.ts';

export function findNearestStores(
  { path, query }: FindNearestStoresRequest,
  { dependencies }: Context,
): FindNearestStoresResponse {
  return { status: 200, body: dependencies.stores.near(path.position, query.radius) };
}
