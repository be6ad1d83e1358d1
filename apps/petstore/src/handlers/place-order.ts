import type { Context } from '../context.ts';
import type { PlaceOrderRequest, PlaceOrderResponse } from '../generated/handlers.gen.ts';
import type { Refusal } from '../orders/orders.ts';
import { conflict } from '../problems.ts';

const refusals: Readonly<Record<Refusal, string>> = {
  'unknown-item': 'The store does not know this item',
  'not-for-sale': 'This item has no price',
  'out-of-stock': 'Not enough of this item is in stock',
};

export function placeOrder({ headers, body }: PlaceOrderRequest, { dependencies }: Context): PlaceOrderResponse {
  const placement = dependencies.orders.place(body, headers['Idempotency-Key']);
  switch (placement.outcome) {
    case 'placed':
      return { status: 201, headers: { Location: `/orders/${placement.order.id}` }, body: placement.order };
    case 'repeated':
      return { status: 200, body: placement.order };
    case 'key-reused':
      throw conflict('idempotency-key-reused', 'This Idempotency-Key belongs to another order');
    default:
      throw conflict(placement.outcome, refusals[placement.outcome], `Item ${placement.itemId}`);
  }
}
