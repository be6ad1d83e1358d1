import type { Context } from '../context.ts';
import type { AddPetRequest, AddPetResponse } from '../generated/handlers.gen.ts';

export function addPet({ body }: AddPetRequest, { dependencies }: Context): AddPetResponse {
  const unknown = { breed: 'Mixed', age: 0, vaccinated: false, tags: [], color: null, ownerId: null } as const;
  const pet = dependencies.pets.add({ ...unknown, ...body });
  return { status: 201, headers: { Location: `/pets/${pet.id}` }, body: { id: pet.id, status: 'success', pet } };
}
