import type { Context } from '../context.ts';
import type { DeleteUserRequest, DeleteUserResponse } from '../generated/handlers.gen.ts';
import { userNotFound } from '../problems.ts';

export async function deleteUser({ path }: DeleteUserRequest, { dependencies }: Context): Promise<DeleteUserResponse> {
  if (!(await dependencies.users.delete(path.id))) throw userNotFound(path.id);
  return { status: 204 };
}
