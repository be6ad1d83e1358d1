import type { Context } from '../context.ts';
import type { GetInventoryRequest, GetInventoryResponse } from '../generated/handlers.gen.ts';

export function getInventory({ headers, query }: GetInventoryRequest, { dependencies }: Context): GetInventoryResponse {
  const levels = dependencies.stock.levels({ ...query.filter, stores: headers['X-Stock-Locations'] });
  return { status: 200, body: levels };
}
