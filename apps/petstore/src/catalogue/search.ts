import type { DatabaseSync } from 'node:sqlite';
import { text } from '../store/row.ts';
import { type Item, readItem } from './item.ts';

export interface SearchRequest {
  /** Items that carry any of them; empty for all. */
  readonly tags: readonly string[];
  /** `name` (part of it), `category`, or an attribute; all have to match. */
  readonly filters: Readonly<Record<string, string>>;
  readonly session: string | undefined;
  readonly traceId: string | undefined;
}

export interface SearchResult {
  readonly results: readonly Item[];
  /** Earlier searches of the same session, newest first, at most five; empty without a session. */
  readonly earlier: readonly string[];
}

export interface Search {
  find(request: SearchRequest): SearchResult;
}

export function createSearch(database: DatabaseSync): Search {
  const select = database.prepare(
    `SELECT * FROM items
     WHERE :tags = '[]' OR EXISTS (SELECT 1 FROM json_each(items.tags) WHERE value IN (SELECT value FROM json_each(:tags)))
     ORDER BY name, id`,
  );
  const remembered = database.prepare('SELECT terms FROM searches WHERE session = ? ORDER BY id DESC LIMIT 5');
  const remember = database.prepare('INSERT INTO searches (session, trace_id, terms) VALUES (?, ?, ?)');
  return {
    find({ tags, filters, session, traceId }) {
      const found = select.all({ tags: JSON.stringify(tags) }).map(readItem);
      const wanted = Object.entries(filters);
      const results = found.filter((item) => wanted.every(([name, value]) => matches(item, name, value)));
      const earlier = session === undefined ? [] : remembered.all(session).map((row) => text(row, 'terms'));
      remember.run(session ?? null, traceId ?? null, describe(tags, filters));
      return { results, earlier };
    },
  };
}

function matches(item: Item, name: string, value: string): boolean {
  if (name === 'name') return item.name.toLowerCase().includes(value.toLowerCase());
  if (name === 'category') return item.category === value;
  return Object.hasOwn(item.attributes, name) && item.attributes[name] === value;
}

function describe(tags: readonly string[], filters: SearchRequest['filters']): string {
  const terms = Object.entries(filters).map(([name, value]) => `${name}=${value}`);
  return [...(tags.length > 0 ? [`tags=${tags.join('|')}`] : []), ...terms].join(' ');
}
