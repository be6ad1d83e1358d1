import type { DatabaseSync } from 'node:sqlite';
import { count, text, textOrNull } from '../store/row.ts';
import { transaction } from '../store/transaction.ts';

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly children: readonly Category[];
}

export type CategoryAddition = 'added' | 'unknown-parent' | 'taken';

export interface Categories {
  /** Those at the top, each with those below it. `depth`: how many levels, 1 shows the top alone. */
  tree(depth: number): readonly Category[];
  /** Adds a category with everything below it, or nothing. */
  add(category: Category, parentId: string | undefined): CategoryAddition;
}

export function createCategories(database: DatabaseSync): Categories {
  const select = database.prepare('SELECT id, name, parent_id FROM categories ORDER BY rowid');
  const exists = database.prepare('SELECT count(*) AS count FROM categories WHERE id = ?');
  const insert = database.prepare('INSERT INTO categories (id, name, parent_id) VALUES (?, ?, ?)');
  return {
    tree(depth) {
      const byParent = Map.groupBy(select.all(), (row) => textOrNull(row, 'parent_id'));
      const below = (parentId: string | null, levels: number): readonly Category[] =>
        levels === 0
          ? []
          : (byParent.get(parentId) ?? []).map((row) => {
              const id = text(row, 'id');
              return { id, name: text(row, 'name'), children: below(id, levels - 1) };
            });
      return below(null, depth);
    },
    add: (category, parentId) =>
      transaction(database, () => {
        if (parentId !== undefined && count(exists.get(parentId)) === 0) return 'unknown-parent';
        const rows = flatten(category, parentId);
        const ids = rows.map(({ id }) => id);
        if (new Set(ids).size < ids.length || ids.some((id) => count(exists.get(id)) > 0)) return 'taken';
        for (const { id, name, parent } of rows) insert.run(id, name, parent ?? null);
        return 'added';
      }),
  };
}

interface CategoryRow {
  readonly id: string;
  readonly name: string;
  readonly parent: string | undefined;
}

/** Parents before children. */
function flatten({ id, name, children }: Category, parent: string | undefined): readonly CategoryRow[] {
  return [{ id, name, parent }, ...children.flatMap((child) => flatten(child, id))];
}
