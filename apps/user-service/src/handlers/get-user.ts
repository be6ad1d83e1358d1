import type { Context } from '../context.ts';
import type { GetUserRequest, GetUserResponse } from '../generated/handlers.gen.ts';
import { userNotFound } from '../problems.ts';

export async function getUser({ path }: GetUserRequest, { dependencies }: Context): Promise<GetUserResponse> {
  const user = await dependencies.users.get(path.id);
  if (user === undefined) throw userNotFound(path.id);
  return { status: 200, body: user };
}
