import type { DatabaseSync } from 'node:sqlite';
import { euros } from '../catalogue/item.ts';
import type { Page, PageRequest } from '../page.ts';
import { count, flag, json, number, type Row, text, textOrNull } from '../store/row.ts';
import type { Order, OrderLine, OrderStatus } from './order.ts';

export interface OrderFilter {
  readonly userId?: string | undefined;
  /** Any of these. */
  readonly status?: readonly OrderStatus[] | undefined;
  /** Days (UTC) as `2026-01-31`, both included. */
  readonly period?: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined;
}

export interface OrderReader {
  /** Newest first. */
  list(page: PageRequest, filter: OrderFilter): Page<Order>;
  find(id: string): Order | undefined;
  findByKey(idempotencyKey: string): { readonly order: Order; readonly digest: string } | undefined;
}

export function createOrderReader(database: DatabaseSync): OrderReader {
  const list = database.prepare(
    `SELECT * ${matching} ORDER BY placed_at DESC, number DESC LIMIT :limit OFFSET :offset`,
  );
  const all = database.prepare(`SELECT count(*) AS count ${matching}`);
  const find = database.prepare('SELECT * FROM orders WHERE id = ?');
  const findByKey = database.prepare('SELECT * FROM orders WHERE idempotency_key = ?');
  const lines = database.prepare('SELECT * FROM order_lines WHERE order_number = ? ORDER BY position');
  const complete = (row: Row): Order => readOrder(row, lines.all(number(row, 'number')).map(readLine));
  return {
    list(page, { userId, status, period }) {
      const filter = {
        userId: userId ?? null,
        status: status === undefined ? null : JSON.stringify(status),
        from: period?.from ?? null,
        to: period?.to ?? null,
      };
      return { entries: list.all({ ...filter, ...page }).map(complete), total: count(all.get(filter)) };
    },
    find(id) {
      const row = find.get(id);
      return row === undefined ? undefined : complete(row);
    },
    findByKey(idempotencyKey) {
      const row = findByKey.get(idempotencyKey);
      return row === undefined ? undefined : { order: complete(row), digest: text(row, 'request_digest') };
    },
  };
}

const matching = `FROM orders
  WHERE (:userId IS NULL OR user_id = :userId)
    AND (:status IS NULL OR status IN (SELECT value FROM json_each(:status)))
    AND (:from IS NULL OR substr(placed_at, 1, 10) >= :from) AND (:to IS NULL OR substr(placed_at, 1, 10) <= :to)`;

function readOrder(row: Row, lines: readonly OrderLine[]): Order {
  const giftMessage = textOrNull(row, 'gift_message');
  return {
    id: text(row, 'id'),
    userId: text(row, 'user_id'),
    // Only `placeOrder` and the seed fill this column.
    status: text(row, 'status') as OrderStatus,
    lines,
    total: euros(lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0)),
    shippingAddress: json(row, 'shipping_address'),
    billingAddress: json(row, 'billing_address'),
    gift: flag(row, 'gift'),
    ...(giftMessage === null ? {} : { giftMessage }),
    placedAt: text(row, 'placed_at'),
  };
}

function readLine(row: Row): OrderLine {
  return {
    itemId: text(row, 'item_id'),
    name: text(row, 'name'),
    quantity: number(row, 'quantity'),
    unitPrice: euros(number(row, 'unit_price')),
  };
}
