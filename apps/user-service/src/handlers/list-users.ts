import { encodeQuery } from '@brrt/router-core/params';
import type { Context } from '../context.ts';
import type { ListUsersRequest, ListUsersResponse } from '../generated/handlers.gen.ts';

export async function listUsers({ query }: ListUsersRequest, context: Context): Promise<ListUsersResponse> {
  const { q, role, sort, limit, offset } = query;
  const page = await context.dependencies.users.find({ text: q, roles: role, sort, limit, offset });
  const headers = { 'X-Total-Count': page.total, Link: linkPages(query, page.total, context) };
  return { status: 200, headers, body: page };
}

// RFC 8288 §3: `</users?limit=2&offset=2>; rel="next"`
function linkPages(query: ListUsersRequest['query'], total: number, { operation }: Context): string {
  const { limit, offset } = query;
  const offsets = {
    first: 0,
    prev: offset === 0 ? undefined : Math.max(0, offset - limit),
    next: offset + limit < total ? offset + limit : undefined,
    last: Math.max(0, Math.ceil(total / limit) - 1) * limit,
  };
  return Object.entries(offsets)
    .filter(([, start]) => start !== undefined)
    .map(([rel, start]) => `<${operation.path}${encodeQuery(operation, { ...query, offset: start })}>; rel="${rel}"`)
    .join(', ');
}
