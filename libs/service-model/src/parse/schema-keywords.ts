/** What a keyword of a schema holds, as far as its shape decides whether a schema can be compiled. */
export type KeywordRule =
  | 'schema'
  | 'schemas'
  | 'schemaMap'
  | 'patternMap'
  | 'items'
  | 'dependencies'
  | 'type'
  | 'enum'
  | 'list'
  | 'required'
  | 'number'
  | 'limit'
  | 'divisor'
  | 'count'
  | 'boolean'
  | 'string'
  | 'pattern'
  | 'stringsMap'
  | 'discriminator'
  | 'any'
  | 'xml'
  | 'externalDocs'
  | 'dropped'
  | 'dialect'
  | 'unsupported';

/** Keywords of JSON Schema 2020-12, of OpenAPI (3.1 §4.8.24), and of the older drafts that contracts still carry. */
export const schemaKeywords: ReadonlyMap<string, KeywordRule> = new Map<string, KeywordRule>([
  ['type', 'type'],
  ['enum', 'enum'],
  ['const', 'any'],
  ['multipleOf', 'divisor'],
  ['maximum', 'number'],
  ['minimum', 'number'],
  ['exclusiveMaximum', 'limit'],
  ['exclusiveMinimum', 'limit'],
  ['maxLength', 'count'],
  ['minLength', 'count'],
  ['pattern', 'pattern'],
  ['maxItems', 'count'],
  ['minItems', 'count'],
  ['uniqueItems', 'boolean'],
  ['maxContains', 'count'],
  ['minContains', 'count'],
  ['maxProperties', 'count'],
  ['minProperties', 'count'],
  ['required', 'required'],
  ['dependentRequired', 'stringsMap'],
  ['allOf', 'schemas'],
  ['anyOf', 'schemas'],
  ['oneOf', 'schemas'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['dependentSchemas', 'schemaMap'],
  ['prefixItems', 'schemas'],
  ['items', 'items'],
  ['additionalItems', 'schema'],
  ['contains', 'schema'],
  ['properties', 'schemaMap'],
  ['patternProperties', 'patternMap'],
  ['additionalProperties', 'schema'],
  ['propertyNames', 'schema'],
  ['unevaluatedItems', 'schema'],
  ['unevaluatedProperties', 'schema'],
  ['format', 'string'],
  ['contentEncoding', 'string'],
  ['contentMediaType', 'string'],
  ['contentSchema', 'schema'],
  ['title', 'string'],
  ['description', 'string'],
  ['default', 'any'],
  ['deprecated', 'boolean'],
  ['readOnly', 'boolean'],
  ['writeOnly', 'boolean'],
  ['example', 'any'],
  ['examples', 'list'],
  ['discriminator', 'discriminator'],
  ['xml', 'xml'],
  ['externalDocs', 'externalDocs'],
  ['nullable', 'boolean'],
  ['$comment', 'string'],
  ['$defs', 'schemaMap'],
  ['definitions', 'schemaMap'],
  ['dependencies', 'dependencies'],
  ['$id', 'dropped'],
  ['$anchor', 'dropped'],
  ['$vocabulary', 'dropped'],
  ['$schema', 'dialect'],
  ['$dynamicRef', 'string'],
  ['$dynamicAnchor', 'dropped'],
  ['$recursiveRef', 'unsupported'],
  ['$recursiveAnchor', 'unsupported'],
]);

/** Keywords that OpenAPI 3.0 §4.7.24 does not have; contracts of that version use them nevertheless. */
export const newerKeywords: ReadonlySet<string> = new Set([
  'const',
  'maxContains',
  'minContains',
  'dependentRequired',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'prefixItems',
  'contains',
  'patternProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'examples',
  '$defs',
  'definitions',
  'dependencies',
  'additionalItems',
]);

export const typeNames: readonly string[] = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];

/** The dialects whose meaning is that of JSON Schema 2020-12. */
export const knownDialects: ReadonlySet<string> = new Set([
  'https://json-schema.org/draft/2020-12/schema',
  'https://spec.openapis.org/oas/3.1/dialect/base',
  'https://spec.openapis.org/oas/3.1/dialect/2024-10-25',
  'https://spec.openapis.org/oas/3.1/dialect/2024-11-10',
  'https://spec.openapis.org/oas/3.2/dialect/2025-09-17',
]);
