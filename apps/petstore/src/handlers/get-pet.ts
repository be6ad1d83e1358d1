import type { Context } from '../context.ts';
import type { GetPetRequest, GetPetResponse } from '../generated/handlers.gen.ts';
import { entityTag, namesTag } from '../http/entity-tag.ts';
import { notFound } from '../problems.ts';

export function getPet({ path, headers }: GetPetRequest, { dependencies }: Context): GetPetResponse {
  const pet = dependencies.pets.find(path.id);
  if (pet === undefined) throw notFound('pet');
  const ETag = entityTag(pet);
  if (namesTag(headers['If-None-Match'], ETag)) return { status: 304, headers: { ETag } };
  return { status: 200, headers: { ETag }, body: pet };
}
