import { createHash, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Address } from '../catalogue/address.ts';
import type { Items } from '../catalogue/items.ts';
import type { Stock } from '../catalogue/stock.ts';
import type { EventLog } from '../events/event-log.ts';
import { transaction } from '../store/transaction.ts';
import { createOrderReader, type OrderReader } from './list-orders.ts';
import type { Order, OrderLine } from './order.ts';

export interface OrderRequest {
  readonly userId: string;
  readonly lines: readonly { readonly itemId: string; readonly quantity: number }[];
  readonly shippingAddress: Address;
  /** The shipping address when left out. */
  readonly billingAddress?: Address | undefined;
  readonly gift?: boolean | undefined;
  readonly giftMessage?: string | undefined;
}

export type Placement =
  /** `repeated`: it was placed before, with the same key. */
  | { readonly outcome: 'placed' | 'repeated'; readonly order: Order }
  | { readonly outcome: Refusal; readonly itemId: string }
  /** The key belongs to another order. */
  | { readonly outcome: 'key-reused' };

export type Refusal = 'unknown-item' | 'not-for-sale' | 'out-of-stock';

export interface Orders extends Pick<OrderReader, 'list' | 'find'> {
  /** All of it or nothing: stock, order and event are one transaction. */
  place(request: OrderRequest, idempotencyKey: string | undefined): Placement;
}

/** What an order needs beside its own tables. */
export interface OrderSurroundings {
  readonly items: Items;
  readonly stock: Stock;
  readonly events: EventLog;
  readonly now: () => Date;
}

export function createOrders(database: DatabaseSync, surroundings: OrderSurroundings): Orders {
  const { items, stock, events, now } = surroundings;
  const { list, find, findByKey } = createOrderReader(database);
  const insert = createInsert(database);
  const place = (request: OrderRequest, key: string | undefined): Placement => {
    const digest = digestOf(request);
    const earlier = key === undefined ? undefined : findByKey(key);
    if (earlier !== undefined) {
      return earlier.digest === digest ? { outcome: 'repeated', order: earlier.order } : { outcome: 'key-reused' };
    }
    const lines = request.lines.map((line) => collect(line, items, stock));
    const id = randomUUID();
    insert(request, lines, { id, placedAt: now().toISOString(), key, digest });
    events.record('order.placed', { orderId: id, userId: request.userId });
    const order = find(id);
    if (order === undefined) throw new TypeError('The order that was just written is not there');
    return { outcome: 'placed', order };
  };
  return {
    list,
    find,
    place(request, idempotencyKey) {
      try {
        return transaction(database, () => place(request, idempotencyKey));
      } catch (error) {
        // Thrown, so that what earlier lines took goes back on the shelves.
        if (error instanceof RefusedLine) return { outcome: error.reason, itemId: error.itemId };
        throw error;
      }
    },
  };
}

class RefusedLine extends Error {
  override readonly name = 'RefusedLine';
  readonly reason: Refusal;
  readonly itemId: string;
  constructor(reason: Refusal, itemId: string) {
    super(reason);
    this.reason = reason;
    this.itemId = itemId;
  }
}

function collect({ itemId, quantity }: OrderRequest['lines'][number], items: Items, stock: Stock): OrderLine {
  const item = items.find(itemId);
  if (item === undefined) throw new RefusedLine('unknown-item', itemId);
  if (item.price === undefined) throw new RefusedLine('not-for-sale', itemId);
  if (!stock.take(item.id, quantity)) throw new RefusedLine('out-of-stock', itemId);
  return { itemId: item.id, name: item.name, quantity, unitPrice: item.price };
}

function digestOf(request: OrderRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

interface Stamp {
  readonly id: string;
  readonly placedAt: string;
  readonly key: string | undefined;
  readonly digest: string;
}

function createInsert(database: DatabaseSync) {
  const insertOrder = database.prepare(
    `INSERT INTO orders (id, user_id, status, shipping_address, billing_address, gift, gift_message, placed_at,
                         idempotency_key, request_digest)
     VALUES (?, ?, 'placed', ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertLine = database.prepare(
    'INSERT INTO order_lines (order_number, position, item_id, name, quantity, unit_price) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (request: OrderRequest, lines: readonly OrderLine[], { id, placedAt, key, digest }: Stamp): void => {
    const { userId, shippingAddress, billingAddress = shippingAddress, gift = false, giftMessage } = request;
    const addresses = [JSON.stringify(shippingAddress), JSON.stringify(billingAddress)] as const;
    const { lastInsertRowid } = insertOrder.run(
      id,
      userId,
      ...addresses,
      Number(gift),
      giftMessage ?? null,
      placedAt,
      key ?? null,
      digest,
    );
    for (const [position, { itemId, name, quantity, unitPrice }] of lines.entries()) {
      insertLine.run(lastInsertRowid, position, itemId, name, quantity, unitPrice.amount);
    }
  };
}
