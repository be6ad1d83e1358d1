import type { Context } from '../context.ts';
import type { DeleteUserRequest, DeleteUserResponse } from '../generated/handlers.gen.ts';
import { notFound } from '../problems.ts';

export function deleteUser({ path }: DeleteUserRequest, { dependencies }: Context): DeleteUserResponse {
  if (!dependencies.users.remove(path.user_id)) throw notFound('user');
  return { status: 204 };
}
