import type { Context } from '../context.ts';
import type { GetOrderRequest, GetOrderResponse } from '../generated/handlers.gen.ts';
import { notFound } from '../problems.ts';

export function getOrder({ path }: GetOrderRequest, { dependencies }: Context): GetOrderResponse {
  const order = dependencies.orders.find(path.orderId);
  if (order === undefined) throw notFound('order');
  return { status: 200, body: order };
}
