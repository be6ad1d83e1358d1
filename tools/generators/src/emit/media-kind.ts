/** What a handler sees of a body, by the kinds of `router-core`'s body stage. */
export type MediaKind = 'json' | 'sequence' | 'events' | 'form' | 'multipart' | 'text' | 'binary';

const kinds: Readonly<Record<string, MediaKind>> = {
  'application/json': 'json',
  'application/jsonl': 'sequence',
  'application/x-jsonl': 'sequence',
  'application/ndjson': 'sequence',
  'application/x-ndjson': 'sequence',
  'application/json-seq': 'sequence',
  'text/event-stream': 'events',
  'application/x-www-form-urlencoded': 'form',
  'multipart/form-data': 'multipart',
  'application/yaml': 'text',
  'application/graphql': 'text',
  'application/javascript': 'text',
  'application/xml': 'text',
};

/** The kind of a media type or range as written in a contract. */
export function mediaKind(mediaType: string): MediaKind {
  const essence = essenceOf(mediaType);
  const known = Object.hasOwn(kinds, essence) ? kinds[essence] : undefined;
  if (known !== undefined) return known;
  if (essence.endsWith('+json')) return 'json';
  if (essence.endsWith('+json-seq')) return 'sequence';
  if (essence.endsWith('+xml') || essence.endsWith('+yaml')) return 'text';
  return essence.startsWith('text/') ? 'text' : 'binary';
}

/** `image/*`, `*∕*`, `application/*+json`: what is sent has a more specific type. */
export function isMediaRange(mediaType: string): boolean {
  return essenceOf(mediaType).includes('*');
}

/** `*∕*` and `application/*`: covers types of several kinds. */
export function isOpenRange(mediaType: string): boolean {
  return /^(?:\*|application)\/\*$/.test(essenceOf(mediaType));
}

function essenceOf(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}
