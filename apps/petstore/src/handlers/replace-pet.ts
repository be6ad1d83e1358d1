import { meetsIfMatch } from '@brrt/router-core';
import type { Context } from '../context.ts';
import type { ReplacePetRequest, ReplacePetResponse } from '../generated/handlers.gen.ts';
import { entityTag } from '../http/entity-tag.ts';
import type { Pet } from '../pets/pet.ts';
import { notFound, revisionChanged } from '../problems.ts';

export function replacePet({ path, headers, body }: ReplacePetRequest, { dependencies }: Context): ReplacePetResponse {
  const isExpected = (pet: Pet): boolean => meetsIfMatch(headers['If-Match'], entityTag(pet));
  const change = dependencies.pets.change(path.id, () => body, isExpected);
  if (change.outcome === 'missing') throw notFound('pet');
  if (change.outcome === 'stale') throw revisionChanged();
  return { status: 200, headers: { ETag: entityTag(change.pet) }, body: change.pet };
}
