import type { DatabaseSync } from 'node:sqlite';
import type { Page, PageRequest } from '../page.ts';
import { count, type Row, text } from '../store/row.ts';

export interface Post {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly authorId: string;
  /** RFC 3339 */
  readonly publishedAt: string;
}

export interface Posts {
  /** Newest first. */
  by(authorId: string, page: PageRequest): Page<Post>;
  find(authorId: string, id: string): Post | undefined;
}

export function createPosts(database: DatabaseSync): Posts {
  const list = database.prepare('SELECT * FROM posts WHERE author_id = ? ORDER BY published_at DESC LIMIT ? OFFSET ?');
  const all = database.prepare('SELECT count(*) AS count FROM posts WHERE author_id = ?');
  const find = database.prepare('SELECT * FROM posts WHERE author_id = ? AND id = ?');
  return {
    by: (authorId, { limit, offset }) => ({
      entries: list.all(authorId, limit, offset).map(readPost),
      total: count(all.get(authorId)),
    }),
    find(authorId, id) {
      const row = find.get(authorId, id);
      return row === undefined ? undefined : readPost(row);
    },
  };
}

function readPost(row: Row): Post {
  return {
    id: text(row, 'id'),
    title: text(row, 'title'),
    body: text(row, 'body'),
    authorId: text(row, 'author_id'),
    publishedAt: text(row, 'published_at'),
  };
}
