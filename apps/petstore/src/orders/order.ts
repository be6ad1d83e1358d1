import type { Address } from '../catalogue/address.ts';
import type { Money } from '../catalogue/item.ts';

export const orderStatuses = ['placed', 'paid', 'shipped', 'delivered', 'cancelled'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export interface OrderLine {
  readonly itemId: string;
  /** The name and price at the time of the order. */
  readonly name: string;
  readonly unitPrice: Money;
  readonly quantity: number;
}

export interface Order {
  readonly id: string;
  readonly userId: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  readonly gift: boolean;
  readonly giftMessage?: string;
  /** RFC 3339 */
  readonly placedAt: string;
}
