import type { Encoding, JsonObject, JsonSchema, MediaType } from '@brrt/service-model';
import { propertyName } from './code-text.ts';
import type { OperationTypes } from './emit-request.ts';
import { isObject, resolveSchema, schemaEntries } from './json-schema.ts';
import { mediaKind } from './media-kind.ts';

/** Of a multipart body as a handler reads it: as its schema says, but parts that carry octets are files. */
export function multipartType({ schema, encoding }: MediaType, { types, schemas, names }: OperationTypes): string {
  const resolved = schema === undefined ? undefined : resolveSchema(schema, schemas);
  if (schema === undefined || !isObject(resolved)) return types.typeOf(schema ?? true, 'request', '  ');
  const required = Array.isArray(resolved.required) ? resolved.required : [];
  const files = new Map<string, string>();
  for (const [name, property] of schemaEntries(resolved, 'properties')) {
    const type = fileType(property, { schemas, names, encoding: encoding[name] });
    if (type === undefined) continue;
    files.set(name, `    readonly ${propertyName(name)}${required.includes(name) ? '' : '?'}: ${type};\n`);
  }
  if (files.size === 0) return types.typeOf(schema, 'request', '  ');
  const fileMembers = `{\n${[...files.values()].join('')}  }`;
  const rest = withoutProperties(resolved, files);
  return rest === undefined ? fileMembers : `${types.typeOf(rest, 'request', '  ')} & ${fileMembers}`;
}

function withoutProperties(schema: JsonObject, names: ReadonlyMap<string, string>): JsonObject | undefined {
  const properties = schemaEntries(schema, 'properties').filter(([name]) => !names.has(name));
  if (properties.length === 0) return undefined;
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    required: required.filter((name) => typeof name === 'string' && !names.has(name)),
  };
}

interface PartPlace extends Pick<OperationTypes, 'schemas' | 'names'> {
  readonly encoding: Encoding | undefined;
}

function fileType(property: JsonSchema, place: PartPlace): string | undefined {
  const schema = resolveSchema(property, place.schemas);
  if (schema === undefined || schema === false) return undefined;
  if (schema === true) return place.names.use('UploadedFile');
  const { items } = schema;
  if (schema.type === 'array' && isObject(items)) {
    return fileType(items, place) === 'UploadedFile' ? 'readonly UploadedFile[]' : undefined;
  }
  return carriesOctets(schema, place.encoding?.contentType) ? place.names.use('UploadedFile') : undefined;
}

/** OpenAPI 3.1 §4.8.14.3: `contentMediaType` without `contentEncoding`, the older `format: binary`, or no schema at all. */
function carriesOctets(schema: JsonObject, encodedAs: string | undefined): boolean {
  if (schema.contentEncoding !== undefined) return false;
  if (schema.format === 'binary') return true;
  const mediaType = schema.contentMediaType ?? encodedAs;
  const untyped =
    schema.type === undefined &&
    !['oneOf', 'anyOf', 'allOf', 'enum', 'const', 'properties'].some((keyword) => keyword in schema);
  if (typeof mediaType !== 'string') return untyped;
  return (untyped || schema.type === 'string') && mediaKind(mediaType) === 'binary';
}
