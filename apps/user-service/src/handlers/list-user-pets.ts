import { UpstreamUnavailableError } from '@brrt/service-client';
import type { Context } from '../context.ts';
import type { ListUserPetsRequest, ListUserPetsResponse } from '../generated/handlers.gen.ts';
import { userNotFound } from '../problems.ts';

export async function listUserPets(request: ListUserPetsRequest, context: Context): Promise<ListUserPetsResponse> {
  const user = await context.dependencies.users.get(request.path.id);
  if (user === undefined) throw userNotFound(request.path.id);
  const answer = await context.clients.petstore.listUserPets({ path: { user_id: user.id } });
  if (answer.status !== 200) {
    const { status } = answer;
    throw new UpstreamUnavailableError({ service: 'petstore', operation: 'listUserPets', answered: status });
  }
  const items = answer.body.map(({ id, name, breed, age }) => ({ id, name, breed, age }));
  return { status: 200, body: { items } };
}
