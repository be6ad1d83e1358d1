import type { ContractSubset, MediaType } from '@brrt/service-model';
import { isWrittenAsText, valueTypes } from '@brrt/service-model/value-types';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { parseMediaType } from './media-type.ts';

/** How octets of a media type turn into a value and back. */
export type MediaKind = 'json' | 'sequence' | 'events' | 'form' | 'multipart' | 'xml' | 'text' | 'binary';

const kinds: Readonly<Record<string, MediaKind>> = {
  'application/json': 'json',
  'application/jsonl': 'sequence',
  'application/x-jsonl': 'sequence',
  'application/ndjson': 'sequence',
  'application/x-ndjson': 'sequence',
  'application/json-seq': 'sequence',
  'text/event-stream': 'events',
  'application/x-www-form-urlencoded': 'form',
  'application/yaml': 'text',
  'application/graphql': 'text',
  'application/javascript': 'text',
  'application/xml': 'text',
};

/**
 * The kind of a media type, parameters ignored. XML is `text` here: whether it is decoded is for the schema to say (`bodyKind`).
 * Ranges and what is unknown are `binary`, except `text/*` and `application/*+json`.
 */
export function mediaKind(mediaType: string): MediaKind {
  const parsed = parseMediaType(mediaType);
  if (parsed === undefined) return 'binary';
  const known = Object.hasOwn(kinds, parsed.essence) ? kinds[parsed.essence] : undefined;
  if (known !== undefined) return known;
  if (parsed.type === 'multipart') return 'multipart';
  if (parsed.subtype.endsWith('+json')) return 'json';
  if (parsed.subtype.endsWith('+json-seq')) return 'sequence';
  if (parsed.subtype.endsWith('+xml') || parsed.subtype.endsWith('+yaml')) return 'text';
  return parsed.type === 'text' ? 'text' : 'binary';
}

/** The kind of a body: that of its media type, but octets where the schema of a text says so, and XML where it asks for more than text. */
export function bodyKind({ mediaType, schema }: MediaType, contract: Pick<ContractSubset, 'schemas'>): MediaKind {
  const kind = mediaKind(mediaType);
  if (kind !== 'text') return kind;
  if (resolveSchema(schema, contract).format === 'binary') return 'binary';
  return isXml(mediaType) && describesMoreThanText(schema, contract) ? 'xml' : 'text';
}

/** `application/xml`, `text/xml` and `+xml` (RFC 7303). */
function isXml(mediaType: string): boolean {
  const subtype = parseMediaType(mediaType)?.subtype ?? '';
  return subtype === 'xml' || subtype.endsWith('+xml');
}

function describesMoreThanText(schema: MediaType['schema'], { schemas }: Pick<ContractSubset, 'schemas'>): boolean {
  const types = schema === undefined ? undefined : valueTypes(schema, schemas);
  return types !== undefined && !isWrittenAsText(types);
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
  if (body instanceof Uint8Array || isNodeStream(body)) return 'application/octet-stream';
  return parsed.subtype.startsWith('*+') ? `${parsed.type}/${parsed.subtype.slice(2)}` : 'application/json';
}

// Not by its class: this module also runs where Node's modules are not.
function isNodeStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'pipe' in body && typeof body.pipe === 'function';
}

/** True for the record-separated form of RFC 7464, false for one value per line. */
export function isJsonTextSequence(mediaType: string): boolean {
  const subtype = parseMediaType(mediaType)?.subtype;
  return subtype !== undefined && (subtype === 'json-seq' || subtype.endsWith('+json-seq'));
}
