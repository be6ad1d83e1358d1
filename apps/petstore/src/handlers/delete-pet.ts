import type { Context } from '../context.ts';
import type { DeletePetRequest, DeletePetResponse } from '../generated/handlers.gen.ts';
import { notFound } from '../problems.ts';

export function deletePet({ path }: DeletePetRequest, { dependencies }: Context): DeletePetResponse {
  if (!dependencies.pets.remove(path.id)) throw notFound('pet');
  return { status: 204 };
}
