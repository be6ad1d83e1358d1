import type { Context } from '../context.ts';
import type { SearchRequest, SearchResponse } from '../generated/handlers.gen.ts';

export function search({ query, headers, cookies }: SearchRequest, { dependencies }: Context): SearchResponse {
  const traceId = headers['X-Trace-Id'];
  const { session } = cookies;
  const { tags = [], filters = {} } = query;
  const { results, earlier } = dependencies.search.find({ tags, filters, session, traceId });
  return {
    status: 200,
    ...(traceId === undefined ? {} : { headers: { 'X-Trace-Id': traceId } }),
    body: { results, ...(session === undefined ? {} : { earlier }) },
  };
}
