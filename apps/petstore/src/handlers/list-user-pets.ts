import type { Context } from '../context.ts';
import type { ListUserPetsRequest, ListUserPetsResponse } from '../generated/handlers.gen.ts';

export function listUserPets({ path }: ListUserPetsRequest, { dependencies }: Context): ListUserPetsResponse {
  const pets = dependencies.pets.ownedBy(path.user_id);
  return { status: 200, headers: { 'X-Total-Count': pets.length }, body: pets };
}
