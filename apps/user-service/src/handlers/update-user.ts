import type { Context } from '../context.ts';
import type { UpdateUserRequest, UpdateUserResponse } from '../generated/handlers.gen.ts';
import { refuseTakenEmail, userNotFound } from '../problems.ts';

export async function updateUser(request: UpdateUserRequest, { dependencies }: Context): Promise<UpdateUserResponse> {
  const { path, body } = request;
  const user = await dependencies.users.update(path.id, body).catch(refuseTakenEmail);
  if (user === undefined) throw userNotFound(path.id);
  return { status: 200, body: user };
}
