import type { Context } from '../context.ts';
import type { GetCategoryTreeRequest, GetCategoryTreeResponse } from '../generated/handlers.gen.ts';

export function getCategoryTree({ query }: GetCategoryTreeRequest, { dependencies }: Context): GetCategoryTreeResponse {
  return { status: 200, body: dependencies.categories.tree(query.depth ?? Number.POSITIVE_INFINITY) };
}
