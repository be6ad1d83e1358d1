import type { Context } from '../context.ts';
import type { GetItemRequest, GetItemResponse } from '../generated/handlers.gen.ts';
import { notFound } from '../problems.ts';

export function getItem({ path }: GetItemRequest, { dependencies }: Context): GetItemResponse {
  const item = dependencies.items.find(path.id);
  if (item === undefined) throw notFound('item');
  return { status: 200, body: item };
}
