import type { Context } from '../context.ts';
import type { HeadUserRequest, HeadUserResponse } from '../generated/handlers.gen.ts';

export function headUser({ path }: HeadUserRequest, { dependencies }: Context): HeadUserResponse {
  return { status: dependencies.users.find(path.user_id) === undefined ? 404 : 200 };
}
