import type { JsonObject, JsonSchema, JsonValue, ServiceModel } from '@brrt/service-model';

/**
 * A model with the text behind every string that its author was free to choose: names, descriptions, values, paths. Equal
 * strings stay equal, so that what belongs together still does; what steers generation, such as types, methods and
 * statuses, stays as it is. Names of schemas stay where `renames` is false.
 */
export function poisonModel(model: ServiceModel, text: string, renames = true): ServiceModel {
  const poison = (value: string): string => `${value}${text}`;
  return walk(model, [], { poison, renames }) as unknown as ServiceModel;
}

interface Poisoning {
  readonly poison: (value: string) => string;
  readonly renames: boolean;
}

/** Strings of the model that decide what is emitted. A dot ends a path of keys, `*` is any key. */
const steering: readonly RegExp[] = [
  /^operations\.\d+\.(?:name|method)$/,
  /\.responses\.\d+\.status$/,
  /\.(?:parameters|headers)\.\d+\.(?:in|style)$/,
  /\.encoding\.[^.]*\.(?:style)$/,
  /^securitySchemes\.[^.]*\.(?:type|in|scheme)$/,
  /\.method$/,
  /^openapi$/,
];

function walk(value: unknown, path: readonly string[], poisoning: Poisoning): unknown {
  const key = path.at(-1) ?? '';
  if (path.length === 1 && key === 'schemas') return poisonSchemas(value as JsonObject, poisoning);
  if (key === 'schema' || key === 'itemSchema') return poisonSchema(value as JsonSchema, poisoning);
  if (key === 'mediaType' && typeof value === 'string') return poisonMediaType(value, poisoning);
  if (key === 'contentType' && typeof value === 'string') return poisonMediaType(value, poisoning);
  if (typeof value === 'string') {
    return steering.some((pattern) => pattern.test(path.join('.'))) ? value : poisoning.poison(value);
  }
  if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, String(index)], poisoning));
  if (typeof value !== 'object' || value === null) return value;
  const keysAreFree = isFree(path);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      keysAreFree ? poisoning.poison(name) : name,
      walk(item, [...path, name], poisoning),
    ]),
  );
}

/** Maps whose keys are names of the contract. */
function isFree(path: readonly string[]): boolean {
  const [first] = path;
  const key = path.at(-1) ?? '';
  if (first === 'document') return true;
  return ['extensions', 'encoding', 'scopes', 'securitySchemes', 'value'].includes(key) || path.includes('value');
}

/** What decides how a body is read stands before the first semicolon. */
function poisonMediaType(mediaType: string, { poison }: Poisoning): string {
  return poison(mediaType.includes(';') ? mediaType : `${mediaType}; `);
}

function poisonSchemas(schemas: JsonObject, poisoning: Poisoning): JsonObject {
  return mapSchemas(schemas, poisoning, poisoning.renames ? poisoning.poison : (name) => name);
}

function mapSchemas(map: JsonObject, poisoning: Poisoning, rename: (name: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(map).map(([name, schema]) => [rename(name), poisonSchema(schema as JsonSchema, poisoning)]),
  );
}

const keptKeywords: ReadonlySet<string> = new Set(['type', 'format', 'pattern', 'contentEncoding', '$schema']);
const schemaMaps: ReadonlySet<string> = new Set(['properties', 'dependentSchemas', '$defs']);
const namesOfSchemas = /^#\/components\/schemas\//;

function poisonSchema(schema: JsonSchema, poisoning: Poisoning): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, poisonKeyword(keyword, value, poisoning)]),
  );
}

function poisonKeyword(keyword: string, value: JsonValue, poisoning: Poisoning): JsonValue {
  const { poison, renames } = poisoning;
  if (keptKeywords.has(keyword)) return value;
  if (keyword === '$ref' || keyword === 'defaultMapping')
    return renames ? poisonReference(String(value), poison) : value;
  if (keyword === 'contentMediaType') return poisonMediaType(String(value), poisoning);
  if (keyword === 'discriminator') return poisonDiscriminator(value as JsonObject, poisoning);
  if (keyword === 'patternProperties') return mapSchemas(value as JsonObject, poisoning, (name) => name);
  if (schemaMaps.has(keyword)) return mapSchemas(value as JsonObject, poisoning, poison);
  if (dataKeywords.has(keyword) || keyword.startsWith('x-')) return poisonData(value, poison);
  if (Array.isArray(value))
    return value.map((item) => (isSchema(item) ? poisonSchema(item, poisoning) : poisonData(item, poison)));
  return isSchema(value) ? poisonSchema(value, poisoning) : poisonData(value, poison);
}

const dataKeywords: ReadonlySet<string> = new Set([
  ...['enum', 'const', 'default', 'example', 'examples', 'xml', 'externalDocs', 'dependentRequired'],
]);

function poisonDiscriminator({ propertyName, mapping, defaultMapping }: JsonObject, poisoning: Poisoning): JsonObject {
  const { poison, renames } = poisoning;
  const target = (value: JsonValue): JsonValue => (renames ? poisonReference(String(value), poison) : value);
  return {
    propertyName: poison(String(propertyName)),
    ...(defaultMapping === undefined ? {} : { defaultMapping: target(defaultMapping) }),
    ...(mapping === undefined
      ? {}
      : {
          mapping: Object.fromEntries(
            Object.entries(mapping as JsonObject).map(([name, to]) => [poison(name), target(to)]),
          ),
        }),
  };
}

function poisonReference(reference: string, poison: (value: string) => string): string {
  if (!namesOfSchemas.test(reference)) return poison(reference);
  const encoded = poison('').replaceAll('~', '~0').replaceAll('/', '~1');
  return `${reference}${encoded}`;
}

function poisonData(value: JsonValue, poison: (value: string) => string): JsonValue {
  if (typeof value === 'string') return poison(value);
  if (Array.isArray(value)) return value.map((item) => poisonData(item, poison));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [poison(name), poisonData(item, poison)]));
}

function isSchema(value: JsonValue): value is JsonSchema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}
