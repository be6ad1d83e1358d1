import type { Context } from '../context.ts';
import type { ListOrdersRequest, ListOrdersResponse } from '../generated/handlers.gen.ts';

export function listOrders({ query }: ListOrdersRequest, { dependencies }: Context): ListOrdersResponse {
  const { limit, offset, status, period } = query;
  const { entries, total } = dependencies.orders.list({ limit, offset }, { status, period });
  return { status: 200, body: { orders: entries, total } };
}
