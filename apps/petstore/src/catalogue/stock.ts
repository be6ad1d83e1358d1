import type { DatabaseSync } from 'node:sqlite';
import { number, type Row, text } from '../store/row.ts';
import { transaction } from '../store/transaction.ts';

export interface StockLevel {
  readonly itemId: string;
  readonly itemName: string;
  readonly storeId: string;
  readonly quantity: number;
  /** From here on down, more should be ordered. */
  readonly reorderLevel: number;
}

export interface StockFilter {
  readonly stores?: readonly string[] | undefined;
  readonly category?: string | undefined;
  readonly belowReorderLevel?: boolean | undefined;
}

export interface Stock {
  /** In the order of item and store. */
  levels(filter: StockFilter): readonly StockLevel[];
  /** From the fullest shelves first. False, and nothing taken, when all stores together have less. */
  take(itemId: string, quantity: number): boolean;
}

export function createStock(database: DatabaseSync): Stock {
  const select = database.prepare(
    `SELECT item_id, items.name AS item_name, store_id, quantity, reorder_level
     FROM stock JOIN items ON items.id = item_id
     WHERE (:stores IS NULL OR store_id IN (SELECT value FROM json_each(:stores)))
       AND (:category IS NULL OR category_id = :category)
       AND (:below IS NULL OR (quantity < reorder_level) = :below)
     ORDER BY item_id, store_id`,
  );
  const shelves = database.prepare(
    'SELECT store_id, quantity FROM stock WHERE item_id = ? AND quantity > 0 ORDER BY quantity DESC, store_id',
  );
  const reduce = database.prepare('UPDATE stock SET quantity = quantity - ? WHERE item_id = ? AND store_id = ?');
  return {
    levels: ({ stores, category, belowReorderLevel }) =>
      select
        .all({
          stores: stores === undefined ? null : JSON.stringify(stores),
          category: category ?? null,
          below: belowReorderLevel === undefined ? null : Number(belowReorderLevel),
        })
        .map(readLevel),
    take: (itemId, quantity) =>
      transaction(database, () => {
        const available = shelves
          .all(itemId)
          .map((row) => ({ storeId: text(row, 'store_id'), quantity: number(row, 'quantity') }));
        if (available.reduce((sum, shelf) => sum + shelf.quantity, 0) < quantity) return false;
        let missing = quantity;
        for (const shelf of available) {
          const taken = Math.min(missing, shelf.quantity);
          if (taken > 0) reduce.run(taken, itemId, shelf.storeId);
          missing -= taken;
        }
        return true;
      }),
  };
}

function readLevel(row: Row): StockLevel {
  return {
    itemId: text(row, 'item_id'),
    itemName: text(row, 'item_name'),
    storeId: text(row, 'store_id'),
    quantity: number(row, 'quantity'),
    reorderLevel: number(row, 'reorder_level'),
  };
}
