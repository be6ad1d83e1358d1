import type { Context } from '../context.ts';
import type { AddCategoryRequest, AddCategoryResponse } from '../generated/handlers.gen.ts';
import { conflict, notFound } from '../problems.ts';

export function addCategory({ query, body }: AddCategoryRequest, { dependencies }: Context): AddCategoryResponse {
  switch (dependencies.categories.add(body, query.parent)) {
    case 'added':
      return { status: 201, body };
    case 'unknown-parent':
      throw notFound('category');
    case 'taken':
      throw conflict('category-exists', 'A category with one of these ids exists already');
  }
}
