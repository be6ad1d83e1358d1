import type { DatabaseSync } from 'node:sqlite';
import type { Page, PageRequest } from '../page.ts';
import { count } from '../store/row.ts';
import { transaction } from '../store/transaction.ts';
import { type Item, type Money, readItem } from './item.ts';

export interface ItemFilter {
  /** Any of these, or below them. */
  readonly categories?: readonly string[] | undefined;
  /** Cents, bounds included. */
  readonly price?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
}

/** What is left out stays as it is. */
export interface ItemDetails {
  readonly name: string;
  readonly category?: string | undefined;
  readonly price?: Money | undefined;
  readonly purchasePrice?: Money | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

export type ItemChange =
  | { readonly outcome: 'created' | 'updated'; readonly item: Item }
  | { readonly outcome: 'unknown-category' };

export interface Items {
  /** In the order of names. */
  list(page: PageRequest, filter: ItemFilter): Page<Item>;
  find(id: string): Item | undefined;
  put(id: string, details: ItemDetails): ItemChange;
}

export function createItems(database: DatabaseSync): Items {
  const find = database.prepare('SELECT * FROM items WHERE id = ?');
  const category = database.prepare('SELECT count(*) AS count FROM categories WHERE id = ?');
  const list = database.prepare(`${filtered('items.*')} ORDER BY name, id LIMIT :limit OFFSET :offset`);
  const all = database.prepare(filtered('count(*) AS count'));
  const upsert = database.prepare(upsertItem);
  const findItem = (id: string): Item | undefined => {
    const row = find.get(id);
    return row === undefined ? undefined : readItem(row);
  };
  return {
    find: findItem,
    list(page, { categories, price }) {
      const filter = {
        categories: categories === undefined ? null : JSON.stringify(categories),
        min: price?.min ?? null,
        max: price?.max ?? null,
      };
      return { entries: list.all({ ...filter, ...page }).map(readItem), total: count(all.get(filter)) };
    },
    put: (id, details) =>
      transaction(database, () => {
        if (details.category !== undefined && count(category.get(details.category)) === 0) {
          return { outcome: 'unknown-category' };
        }
        const outcome = find.get(id) === undefined ? 'created' : 'updated';
        const row = upsert.get(writeItem(id, details));
        if (row === undefined) throw new TypeError('INSERT … RETURNING gave no row');
        return { outcome, item: readItem(row) };
      }),
  };
}

function filtered(columns: string): string {
  return `
    WITH RECURSIVE wanted (id) AS (
      SELECT value FROM json_each(:categories)
      UNION
      SELECT categories.id FROM categories JOIN wanted ON categories.parent_id = wanted.id
    )
    SELECT ${columns} FROM items
    WHERE (:categories IS NULL OR category_id IN (SELECT id FROM wanted))
      AND (:min IS NULL OR price >= :min) AND (:max IS NULL OR price <= :max)`;
}

const upsertItem = `
  INSERT INTO items (id, name, category_id, price, purchase_price, tags, attributes)
  VALUES (:id, :name, :category, :price, :purchasePrice, coalesce(:tags, '[]'), coalesce(:attributes, '{}'))
  ON CONFLICT (id) DO UPDATE SET
    name = excluded.name,
    category_id = coalesce(:category, category_id),
    price = coalesce(:price, price),
    purchase_price = coalesce(:purchasePrice, purchase_price),
    tags = coalesce(:tags, tags),
    attributes = coalesce(:attributes, attributes)
  RETURNING *`;

function writeItem(id: string, { name, category, price, purchasePrice, tags, attributes }: ItemDetails) {
  return {
    id,
    name,
    category: category ?? null,
    price: price?.amount ?? null,
    purchasePrice: purchasePrice?.amount ?? null,
    tags: tags === undefined ? null : JSON.stringify(tags),
    attributes: attributes === undefined ? null : JSON.stringify(attributes),
  };
}
