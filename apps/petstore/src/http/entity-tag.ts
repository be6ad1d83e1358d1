import type { Pet } from '../pets/pet.ts';

/** Strong entity tag of one revision (RFC 9110 §8.8.3). */
export function entityTag({ id, revision }: Pick<Pet, 'id' | 'revision'>): string {
  return `"${id}-${revision}"`;
}
