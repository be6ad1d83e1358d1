import type { Context } from '../context.ts';
import type { ReplaceUserRequest, ReplaceUserResponse } from '../generated/handlers.gen.ts';
import { refuseTakenEmail, userNotFound } from '../problems.ts';
import { toDetails } from '../users/new-user.ts';

export async function replaceUser(
  request: ReplaceUserRequest,
  { dependencies }: Context,
): Promise<ReplaceUserResponse> {
  const { path, body } = request;
  const user = await dependencies.users.update(path.id, toDetails(body)).catch(refuseTakenEmail);
  if (user === undefined) throw userNotFound(path.id);
  return { status: 200, body: user };
}
