import { withoutPurchasePrice } from '../catalogue/item.ts';
import type { Context } from '../context.ts';
import type { ListItemsRequest, ListItemsResponse } from '../generated/handlers.gen.ts';

export function listItems({ query }: ListItemsRequest, { dependencies, principal }: Context): ListItemsResponse {
  const { limit, offset, categories, price } = query;
  const { entries, total } = dependencies.items.list({ limit, offset }, { categories, price });
  const body = principal === undefined ? entries.map(withoutPurchasePrice) : entries;
  return { status: 200, headers: { 'X-Total-Count': total }, body };
}
