import { randomBytes } from 'node:crypto';
import type { JsonSchema, MediaType } from '@brrt/service-model';
import type { RequestBody } from './request-body.ts';

export interface FormToSend {
  readonly value: unknown;
  readonly media: MediaType;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** `multipart/form-data` (RFC 7578) with Node's own encoder: files for octets, text for what is text, JSON for the rest. */
export async function multipartBody(contentType: string, { value, media, schemas }: FormToSend): Promise<RequestBody> {
  const form = new FormData();
  const properties = propertiesOf(media.schema, schemas);
  for (const [name, member] of Object.entries(value ?? {})) {
    const type = statedType(media, name);
    const isFile = isOctets(properties.get(name), schemas);
    for (const item of Array.isArray(member) ? member : [member]) {
      const text = typeof item === 'string' ? item : JSON.stringify(item);
      if (isFile)
        form.append(name, new Blob([randomBytes(48)], { type: type ?? 'application/octet-stream' }), 'file.bin');
      else if (type === undefined) form.append(name, text);
      else form.append(name, new Blob([text], { type }));
    }
  }
  const response = new Response(form);
  const sent = response.headers.get('content-type') ?? contentType;
  return { contentType: sent, octets: Buffer.from(await response.arrayBuffer()) };
}

/** The first type that `encoding` allows for a part, ranges made concrete. */
function statedType({ encoding }: MediaType, name: string): string | undefined {
  const stated = Object.hasOwn(encoding, name) ? encoding[name]?.contentType : undefined;
  const [first] = stated?.split(',') ?? [];
  return first?.trim().replace('*/*', 'application/octet-stream').replace('/*', '/x');
}

type Schemas = Readonly<Record<string, JsonSchema>>;

function propertiesOf(schema: unknown, schemas: Schemas): ReadonlyMap<string, unknown> {
  const properties = new Map<string, unknown>();
  for (const part of partsOf(schema, schemas)) {
    for (const [name, property] of Object.entries(part.properties ?? {})) properties.set(name, property);
  }
  return properties;
}

function isOctets(schema: unknown, schemas: Schemas): boolean {
  return partsOf(schema, schemas).some(({ format, contentMediaType, contentEncoding, items }) => {
    if (format === 'binary' || (contentMediaType !== undefined && contentEncoding === undefined)) return true;
    return items !== undefined && isOctets(items, schemas);
  });
}

interface SchemaPart {
  readonly $ref?: unknown;
  readonly properties?: object;
  readonly items?: unknown;
  readonly format?: unknown;
  readonly contentMediaType?: unknown;
  readonly contentEncoding?: unknown;
  readonly allOf?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
}

const prefix = '#/components/schemas/';

/** Every schema object that speaks about the value itself. */
function partsOf(schema: unknown, schemas: Schemas, depth = 0): readonly SchemaPart[] {
  if (typeof schema !== 'object' || schema === null || depth > 16) return [];
  const part: SchemaPart = schema;
  const name =
    typeof part.$ref === 'string' ? part.$ref.slice(prefix.length).replaceAll('~1', '/').replaceAll('~0', '~') : '';
  const target = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  const others = [part.allOf, part.anyOf, part.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [part, ...[target, ...others].flatMap((other) => partsOf(other, schemas, depth + 1))];
}
