import { meetsIfMatch } from '@brrt/router-core';
import type { Context } from '../context.ts';
import type { UpdatePetRequest, UpdatePetResponse } from '../generated/handlers.gen.ts';
import { entityTag } from '../http/entity-tag.ts';
import type { Pet } from '../pets/pet.ts';
import { notFound, revisionChanged } from '../problems.ts';

export function updatePet({ path, headers, body }: UpdatePetRequest, { dependencies }: Context): UpdatePetResponse {
  const isExpected = (pet: Pet): boolean => meetsIfMatch(headers['If-Match'], entityTag(pet));
  // RFC 7396 on a flat object: what is given replaces, `null` included, which is how this store says "none".
  const change = dependencies.pets.change(path.id, (pet) => ({ ...pet, ...body }), isExpected);
  if (change.outcome === 'missing') throw notFound('pet');
  if (change.outcome === 'stale') throw revisionChanged();
  return { status: 200, headers: { ETag: entityTag(change.pet) }, body: change.pet };
}
