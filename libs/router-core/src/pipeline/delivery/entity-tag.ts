/**
 * Whether `If-Match` lets a change of the resource with this entity tag go on: strong comparison, so that weak tags never do
 * (RFC 9110 §13.1.1). True without the header. For handlers that change something: only they know the tag beforehand.
 */
export function meetsIfMatch(header: string | undefined, tag: string | undefined): boolean {
  if (header === undefined || header.trim() === '*') return true;
  return tag !== undefined && listTags(header).some((listed) => isSameStrongTag(listed, tag));
}

/** Whether `If-None-Match` names this tag: weak comparison (RFC 9110 §13.1.2). False without the header. */
export function namesTag(header: string | undefined, tag: string | undefined): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return tag !== undefined && listTags(header).some((listed) => opaque(listed) === opaque(tag));
}

/** RFC 9110 §8.8.3.2 */
export function isSameStrongTag(one: string, other: string): boolean {
  return one === other && !one.startsWith('W/');
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}

function listTags(header: string): readonly string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
