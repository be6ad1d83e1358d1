import type { JsonObject } from '../model/json.ts';
import { isObject } from './is-object.ts';
import { resolveAddress } from './resolve-address.ts';
import type { ReferenceResolver } from './resolve-reference.ts';
import { knownDialects } from './schema-keywords.ts';
import type { SchemaResource } from './schema-resources.ts';

/** Which keywords have a meaning, as the meta-schemas that a contract contains say it (JSON Schema 2020-12 core §8.1.2). */
export interface SchemaVocabularies {
  /** Keywords that are mere annotations in a schema of this resource. */
  ignoredIn(schema: object): ReadonlySet<string>;
  /** Up to draft 7 nothing beside `$ref` has a meaning. */
  ignoresSiblings(schema: object): boolean;
  /** Whether `$schema` names a meta-schema that the contract contains. */
  knows(dialect: string, schema: object): boolean;
  /** A vocabulary that a meta-schema demands and that is not known here. */
  unknownVocabulary(dialect: string, schema: object): string | undefined;
}

const prefix = 'https://json-schema.org/draft/2020-12/vocab/';

const keywords: ReadonlyMap<string, readonly string[]> = new Map([
  [
    `${prefix}applicator`,
    [
      ...['prefixItems', 'items', 'contains', 'additionalProperties', 'properties', 'patternProperties'],
      ...['dependentSchemas', 'propertyNames', 'if', 'then', 'else', 'allOf', 'anyOf', 'oneOf', 'not'],
    ],
  ],
  [`${prefix}unevaluated`, ['unevaluatedItems', 'unevaluatedProperties']],
  [
    `${prefix}validation`,
    [
      ...['type', 'const', 'enum', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
      ...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxContains', 'minContains'],
      ...['maxProperties', 'minProperties', 'required', 'dependentRequired'],
    ],
  ],
  [`${prefix}content`, ['contentEncoding', 'contentMediaType', 'contentSchema']],
]);

const formats: readonly string[] = [`${prefix}format-annotation`, `${prefix}format-assertion`];

const known: ReadonlySet<string> = new Set([
  ...keywords.keys(),
  ...formats,
  `${prefix}core`,
  `${prefix}meta-data`,
  'https://spec.openapis.org/oas/3.1/vocab/base',
  'https://spec.openapis.org/oas/3.2/vocab/base',
]);

const newerThanDraft7: readonly string[] = [
  ...['prefixItems', '$dynamicRef', 'dependentSchemas', 'dependentRequired', 'unevaluatedItems'],
  ...['unevaluatedProperties', 'minContains', 'maxContains'],
];

/** Keywords that the drafts before 2020-12 do not have. */
const newerThan: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['https://json-schema.org/draft/2019-09/schema', new Set(['prefixItems', '$dynamicRef'])],
  ['http://json-schema.org/draft-07/schema', new Set(newerThanDraft7)],
  ['http://json-schema.org/draft-06/schema', new Set([...newerThanDraft7, 'if', 'then', 'else'])],
  [
    'http://json-schema.org/draft-04/schema',
    new Set([...newerThanDraft7, 'if', 'then', 'else', 'const', 'contains', 'propertyNames']),
  ],
]);

/** Whether a dialect is an older draft: keywords that it does not have are left out. */
export function isOlderDialect(dialect: string): boolean {
  return newerThan.has(dialect.replace(/#$/, ''));
}

const nothing: ReadonlySet<string> = new Set();

export function createSchemaVocabularies(resolver: ReferenceResolver): SchemaVocabularies {
  const ignored = new Map<SchemaResource, ReadonlySet<string>>();
  const find = (dialect: string | undefined, { address }: SchemaResource): JsonObject | undefined => {
    if (dialect === undefined || knownDialects.has(dialect.replace(/#$/, ''))) return undefined;
    const found = resolver.resources().at(resolveAddress(dialect, address) ?? dialect)?.root.value;
    return isObject(found) && isObject(found.$vocabulary) ? found.$vocabulary : undefined;
  };
  return {
    ignoredIn(schema) {
      const resource = resolver.resourceOf(schema);
      let names = ignored.get(resource);
      if (names === undefined) {
        const dialect = dialectOf(resource);
        names = newerThan.get(dialect ?? '') ?? ignoredBy(find(dialect, resource));
        ignored.set(resource, names);
      }
      return names;
    },
    ignoresSiblings: (schema) => /draft-0[467]/.test(dialectOf(resolver.resourceOf(schema)) ?? ''),
    knows: (dialect, schema) => find(dialect, resolver.resourceOf(schema)) !== undefined,
    unknownVocabulary(dialect, schema) {
      const vocabulary = find(dialect, resolver.resourceOf(schema)) ?? {};
      return Object.keys(vocabulary).find((name) => vocabulary[name] === true && !known.has(name));
    },
  };
}

function dialectOf({ root: { value } }: SchemaResource): string | undefined {
  return isObject(value) && typeof value.$schema === 'string' ? value.$schema.replace(/#$/, '') : undefined;
}

function ignoredBy(vocabulary: JsonObject | undefined): ReadonlySet<string> {
  if (vocabulary === undefined) return nothing;
  const missing = [...keywords].filter(([name]) => !Object.hasOwn(vocabulary, name)).flatMap(([, names]) => names);
  const hasFormat = formats.some((name) => Object.hasOwn(vocabulary, name));
  return new Set(hasFormat ? missing : [...missing, 'format']);
}
