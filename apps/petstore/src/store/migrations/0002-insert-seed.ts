import type { DatabaseSync } from 'node:sqlite';
import { animals, applications, featureFlags, png, subscriptions } from '../seed/belongings.ts';
import { categories, items, stock, stores } from '../seed/catalogue.ts';
import { orderPlans, orders } from '../seed/orders.ts';
import { posts, users } from '../seed/people.ts';
import { pets } from '../seed/pets.ts';
import type { Migration } from './migration.ts';

/** The store as it is on its first day. */
export const insertSeed: Migration = {
  name: 'insert-seed',
  up: (database) => {
    insert(database, 'users', users);
    insert(database, 'posts', posts);
    insert(database, 'pets', pets);
    insert(database, 'categories', categories);
    insert(database, 'items', items);
    insert(database, 'stores', stores);
    insert(database, 'stock', stock);
    insert(database, 'orders', orders);
    insert(database, 'order_lines', orderPlans.flatMap(linesOf));
    insert(database, 'admissions', animals);
    insert(database, 'applications', applications);
    insert(database, 'files', [png]);
    insert(database, 'subscriptions', subscriptions);
    insert(database, 'settings', [featureFlags]);
    insert(database, 'events', [...pets.map(petCreated), ...orders.map(orderPlaced)]);
  },
};

type Value = string | number | null | Uint8Array;
type Values = Readonly<Record<string, Value>>;

// Tables and columns are the names in this folder's own seed, never input.
function insert(database: DatabaseSync, table: string, rows: readonly Values[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const places = columns.map(() => '?').join(', ');
  const statement = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
  for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null));
}

function linesOf({ lines }: (typeof orderPlans)[number], index: number): readonly Values[] {
  return lines.map(([itemNumber, quantity], position) => {
    const item = items[itemNumber - 1];
    if (item === undefined) throw new RangeError(`The seed has no item ${itemNumber}`);
    const { id: item_id, name, price } = item;
    return { order_number: index + 1, position, item_id, name, quantity, unit_price: price };
  });
}

function petCreated({ name }: (typeof pets)[number], index: number): Values {
  return { type: 'pet.created', data: JSON.stringify({ petId: index + 1, name }) };
}

function orderPlaced({ id, user_id }: (typeof orders)[number]): Values {
  return { type: 'order.placed', data: JSON.stringify({ orderId: id, userId: user_id }) };
}
