import type { Pet } from '../pets/pet.ts';

/** Strong entity tag of one revision (RFC 9110 §8.8.3). */
export function entityTag({ id, revision }: Pick<Pet, 'id' | 'revision'>): string {
  return `"${id}-${revision}"`;
}

/** Whether `If-Match` holds: strong comparison, so that weak tags never do (RFC 9110 §13.1.1). */
export function meetsIfMatch(header: string | undefined, tag: string): boolean {
  return header === undefined || header.trim() === '*' || listTags(header).includes(tag);
}

/** Whether `If-None-Match` names this tag: weak comparison (RFC 9110 §13.1.2). */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || listTags(header).some((listed) => listed.replace(/^W\//, '') === tag);
}

function listTags(header: string): readonly string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
