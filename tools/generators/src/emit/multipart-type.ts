import { mediaKind } from '@brrt/router-core/body';
import type { Encoding, JsonObject, JsonSchema, JsonValue, MediaType } from '@brrt/service-model';
import { uploadedFile } from './build-type.ts';
import type { OperationTypes } from './emit-request.ts';
import { isObject, isSchema, resolveSchema, schemaEntries, schemaList } from './json-schema.ts';

/** Of a multipart body as a handler reads it: as its schema says, but parts that carry octets are files. */
export function multipartType({ schema, encoding }: MediaType, context: OperationTypes): string {
  return context.types.typeOf(withFiles(schema ?? true, { ...context, encoding, depth: 0 }), 'request', '  ');
}

interface MultipartPlace extends Pick<OperationTypes, 'schemas' | 'names'> {
  readonly encoding: Readonly<Record<string, Encoding>>;
  /** A schema may compose itself: no body nests deeper. */
  readonly depth: number;
}

/** The schema of the body with `UploadedFile` in the place of every property that carries octets. */
function withFiles(schema: JsonSchema, place: MultipartPlace): JsonSchema {
  const resolved = resolveSchema(schema, place.schemas);
  if (!isObject(resolved) || place.depth > 16) return schema;
  const view: Record<string, JsonValue> = { ...resolved };
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const parts = schemaList(resolved, keyword);
    if (parts.length > 0) view[keyword] = parts.map((part) => withFiles(part, { ...place, depth: place.depth + 1 }));
  }
  const properties = schemaEntries(resolved, 'properties');
  if (properties.length > 0) {
    view.properties = Object.fromEntries(properties.map(([name, property]) => [name, withFile(name, property, place)]));
  }
  return view;
}

function withFile(name: string, property: JsonSchema, place: MultipartPlace): JsonSchema {
  const types = Object.hasOwn(place.encoding, name) ? place.encoding[name]?.contentType?.split(',') : undefined;
  const isStated = types?.every((type) => mediaKind(type) === 'binary') === true;
  if (!isStated && !carriesOctets(property, place)) return property;
  place.names.use('UploadedFile');
  const resolved = resolveSchema(property, place.schemas);
  return isObject(resolved) && isSchema(resolved.items) ? { type: 'array', items: uploadedFile } : uploadedFile;
}

/** OpenAPI 3.1 §4.8.14.3: `contentMediaType` without `contentEncoding`, or the older `format: binary`. */
function carriesOctets(schema: JsonSchema, place: MultipartPlace): boolean {
  const resolved = resolveSchema(schema, place.schemas);
  if (!isObject(resolved) || place.depth > 16) return false;
  const deeper = { ...place, depth: place.depth + 1 };
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => schemaList(resolved, keyword));
  const { items } = resolved;
  return (
    isOctets(resolved) || [...parts, ...(isSchema(items) ? [items] : [])].some((part) => carriesOctets(part, deeper))
  );
}

function isOctets({ format, contentMediaType, contentEncoding }: JsonObject): boolean {
  if (format === 'binary') return true;
  return (
    typeof contentMediaType === 'string' && contentEncoding === undefined && mediaKind(contentMediaType) === 'binary'
  );
}
