import { Readable } from 'node:stream';
import type { ContractSubset, MediaType } from '@brrt/service-model';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { parseMediaType } from './media-type.ts';

/** How octets of a media type turn into a value and back. */
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

/**
 * The kind of a media type, parameters ignored. XML is `text`: it is handed over as a string, not decoded.
 * Ranges and what is unknown are `binary`, except `text/*` and `application/*+json`.
 */
export function mediaKind(mediaType: string): MediaKind {
  const parsed = parseMediaType(mediaType);
  if (parsed === undefined) return 'binary';
  const known = Object.hasOwn(kinds, parsed.essence) ? kinds[parsed.essence] : undefined;
  if (known !== undefined) return known;
  if (parsed.subtype.endsWith('+json')) return 'json';
  if (parsed.subtype.endsWith('+json-seq')) return 'sequence';
  if (parsed.subtype.endsWith('+xml') || parsed.subtype.endsWith('+yaml')) return 'text';
  return parsed.type === 'text' ? 'text' : 'binary';
}

/** The kind of a body: that of its media type, but octets where the schema of a text says so. */
export function bodyKind({ mediaType, schema }: MediaType, contract: Pick<ContractSubset, 'schemas'>): MediaKind {
  const kind = mediaKind(mediaType);
  return kind === 'text' && resolveSchema(schema, contract).format === 'binary' ? 'binary' : kind;
}

const concrete: Readonly<Record<string, string>> = {
  'text/*': 'text/plain',
  'image/*': 'image/png',
  'audio/*': 'audio/mpeg',
  'video/*': 'video/mp4',
  'multipart/*': 'multipart/form-data',
};

/**
 * A media type that a `Content-Type` header can carry, where the contract declares a range (`image/*`).
 * What is declared otherwise stays as it is; a body of octets or a stream makes `application/octet-stream` of a range.
 */
export function concreteMediaType(declared: string, body?: unknown): string {
  const parsed = parseMediaType(declared);
  if (parsed === undefined || !parsed.subtype.startsWith('*')) return declared;
  const known = Object.hasOwn(concrete, parsed.essence) ? concrete[parsed.essence] : undefined;
  if (known !== undefined) return known;
  if (body instanceof Uint8Array || body instanceof Readable) return 'application/octet-stream';
  return parsed.subtype.startsWith('*+') ? `${parsed.type}/${parsed.subtype.slice(2)}` : 'application/json';
}

/** True for the record-separated form of RFC 7464, false for one value per line. */
export function isJsonTextSequence(mediaType: string): boolean {
  const subtype = parseMediaType(mediaType)?.subtype;
  return subtype !== undefined && (subtype === 'json-seq' || subtype.endsWith('+json-seq'));
}
