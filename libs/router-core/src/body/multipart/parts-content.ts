import { SentPart } from '../../ports/sent-part.ts';

/** The value that a schema speaks about: what parts carry, without what their headers say. */
export function partsContent(value: unknown): unknown {
  if (value instanceof SentPart) return partsContent(value.content);
  if (Array.isArray(value)) return value.map(partsContent);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, partsContent(member)]));
}
