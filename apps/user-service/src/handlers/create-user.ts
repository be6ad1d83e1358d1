import type { Context } from '../context.ts';
import type { CreateUserRequest, CreateUserResponse } from '../generated/handlers.gen.ts';
import { refuseTakenEmail } from '../problems.ts';
import { toDetails } from '../users/new-user.ts';

export async function createUser({ body }: CreateUserRequest, { dependencies }: Context): Promise<CreateUserResponse> {
  const user = await dependencies.users.create(toDetails(body)).catch(refuseTakenEmail);
  return { status: 201, headers: { Location: `/users/${user.id}` }, body: user };
}
