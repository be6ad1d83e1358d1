import type { Context } from '../context.ts';
import type { ListUsersRequest, ListUsersResponse } from '../generated/handlers.gen.ts';

export function listUsers({ query }: ListUsersRequest, { dependencies }: Context): ListUsersResponse {
  const { entries, total } = dependencies.users.list(query);
  return { status: 200, body: { users: entries, total } };
}
