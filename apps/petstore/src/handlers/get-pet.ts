import type { Context } from '../context.ts';
import type { GetPetRequest, GetPetResponse } from '../generated/handlers.gen.ts';
import { entityTag } from '../http/entity-tag.ts';
import { notFound } from '../problems.ts';

export function getPet({ path }: GetPetRequest, { dependencies }: Context): GetPetResponse {
  const pet = dependencies.pets.find(path.id);
  if (pet === undefined) throw notFound('pet');
  // `If-None-Match` is answered with 304 where this is the newest revision.
  return { status: 200, headers: { ETag: entityTag(pet) }, body: pet };
}
