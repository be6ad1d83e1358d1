import type { Context } from '../context.ts';
import type { GetUserRequest, GetUserResponse } from '../generated/handlers.gen.ts';
import { notFound } from '../problems.ts';

export function getUser({ path }: GetUserRequest, { dependencies }: Context): GetUserResponse {
  const user = dependencies.users.find(path.user_id);
  if (user === undefined) throw notFound('user');
  return { status: 200, body: user };
}
