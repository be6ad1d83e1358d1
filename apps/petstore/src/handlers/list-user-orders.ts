import type { Context } from '../context.ts';
import type { ListUserOrdersRequest, ListUserOrdersResponse } from '../generated/handlers.gen.ts';

export function listUserOrders(
  { path, query }: ListUserOrdersRequest,
  { dependencies }: Context,
): ListUserOrdersResponse {
  const { entries, total } = dependencies.orders.list(query, { userId: path.user_id });
  return { status: 200, body: { orders: entries, total } };
}
