import type { Context } from '../context.ts';
import type { PostItemRequest, PostItemResponse } from '../generated/handlers.gen.ts';
import { conflict } from '../problems.ts';

export function postItem({ path, body }: PostItemRequest, { dependencies }: Context): PostItemResponse {
  const change = dependencies.items.put(path.id, body);
  switch (change.outcome) {
    case 'created':
      return { status: 201, headers: { Location: `/items/${change.item.id}` }, body: change.item };
    case 'updated':
      return { status: 200, body: change.item };
    case 'unknown-category':
      throw conflict('unknown-category', 'The store does not have this category');
  }
}
