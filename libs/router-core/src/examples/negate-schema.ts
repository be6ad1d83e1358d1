import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { containedIn } from './merge-arrays.ts';
import { flattenSchema } from './merge-schemas.ts';
import { ownKeywords } from './own-keywords.ts';
import { namedSchemasOf, namesOf, numberOf, schemaOf, schemasOf, typesOf } from './schema-keywords.ts';

const allTypes = ['object', 'string', 'number', 'boolean', 'array', 'null'] as const;

/**
 * Schemas whose values a schema probably refuses, the least strange first: to avoid an optional property is more
 * natural than to give it a wrong value, and that more than another type.
 */
export function negations(schema: JsonSchema, contract: Pick<ContractSubset, 'schemas'>): readonly JsonSchema[] {
  if (typeof schema === 'boolean') return schema ? [] : [true];
  const flat = flattenSchema(schema, contract);
  if (flat === false) return [true];
  return [
    ...negateValues(flat),
    ...negateBounds(flat),
    ...negateString(flat),
    ...negateArray(flat),
    ...negateObject(flat),
    ...negateCombinations(flat),
    ...negateType(flat),
  ];
}

function negateValues(flat: JsonObject): readonly JsonSchema[] {
  const { const: constant } = flat;
  if (typeof constant === 'boolean') return [{ enum: [!constant] }];
  // Most values are others.
  return constant !== undefined || flat.enum !== undefined ? [{}] : [];
}

const opposites: readonly (readonly [keyword: string, opposite: string, step: number])[] = [
  ['minimum', 'exclusiveMaximum', 0],
  ['exclusiveMinimum', 'maximum', 0],
  ['maximum', 'exclusiveMinimum', 0],
  ['exclusiveMaximum', 'minimum', 0],
  ['minLength', 'maxLength', -1],
  ['maxLength', 'minLength', 1],
  ['minItems', 'maxItems', -1],
  ['maxItems', 'minItems', 1],
  ['minProperties', 'maxProperties', -1],
  ['maxProperties', 'minProperties', 1],
];

const typeOfBound = (keyword: string): string => {
  if (keyword.endsWith('Length')) return 'string';
  if (keyword.endsWith('Items')) return 'array';
  return keyword.endsWith('Properties') ? 'object' : 'number';
};

function negateBounds(flat: JsonObject): readonly JsonSchema[] {
  return opposites.flatMap(([keyword, opposite, step]) => {
    const bound = numberOf(flat, keyword);
    if (bound === undefined || bound + step < 0) return [];
    return [{ type: typeOfBound(keyword), [opposite]: bound + step }];
  });
}

function negateString(flat: JsonObject): readonly JsonSchema[] {
  const { pattern, format } = flat;
  return [
    ...(typeof pattern === 'string' ? [{ type: 'string', [ownKeywords.refusedPatterns]: [pattern] }] : []),
    ...(typeof format === 'string' ? [{ type: 'string', [ownKeywords.refusedFormats]: [format] }] : []),
    ...(flat.multipleOf === undefined ? [] : [{ type: 'number' }]),
  ];
}

function negateArray(flat: JsonObject): readonly JsonSchema[] {
  const items = schemaOf(flat, 'items');
  const prefix = schemasOf(flat, 'prefixItems');
  const wrongAt = (index: number, schema: JsonSchema): JsonSchema => ({
    type: 'array',
    minItems: index + 1,
    prefixItems: [...Array<JsonSchema>(index).fill(true), { not: schema }],
  });
  return [
    ...prefix.map((part, index) => wrongAt(index, part)),
    ...(items === undefined ? [] : [wrongAt(prefix.length, items)]),
    ...containedIn(flat).flatMap(({ schema, minimum }) =>
      minimum > 0 ? [{ type: 'array', items: { not: schema } }] : [],
    ),
    ...(flat.uniqueItems === true ? [{ type: 'array', minItems: 2, items: { enum: [0] } }] : []),
  ];
}

function negateObject(flat: JsonObject): readonly JsonSchema[] {
  const properties = namedSchemasOf(flat, 'properties');
  const additional = schemaOf(flat, 'additionalProperties');
  return [
    ...namesOf(flat, 'required').map((name) => ({ type: 'object', properties: named(name, false) })),
    ...[...properties].map(([name, schema]) => ({
      type: 'object',
      required: [name],
      properties: named(name, { not: schema }),
    })),
    ...(additional === undefined || additional === true
      ? []
      : [
          {
            type: 'object',
            required: [freeName(properties)],
            properties: named(freeName(properties), { not: additional }),
          },
        ]),
    ...[...namedSchemasOf(flat, 'dependentSchemas')].map(([name, schema]) => ({
      type: 'object',
      required: [name],
      not: schema,
    })),
  ];
}

function named(name: string, schema: JsonSchema): JsonObject {
  return Object.fromEntries([[name, schema]]);
}

function freeName(properties: ReadonlyMap<string, JsonSchema>): string {
  let name = 'other';
  while (properties.has(name)) name += '_';
  return name;
}

function negateCombinations(flat: JsonObject): readonly JsonSchema[] {
  const refuseAll = (parts: readonly JsonSchema[]): JsonSchema => ({
    not: { anyOf: parts } as Record<string, JsonValue>,
  });
  const refused = schemaOf(flat, 'not');
  const condition = schemaOf(flat, 'if');
  const oneOf = schemasOf(flat, 'oneOf');
  return [
    ...(refused === undefined ? [] : [refused]),
    ...(flat.anyOf === undefined ? [] : [refuseAll(schemasOf(flat, 'anyOf'))]),
    ...(oneOf.length === 0 ? [] : [refuseAll(oneOf), { allOf: oneOf.slice(0, 2) }]),
    ...(condition === undefined ? [] : negateConditional(flat, condition)),
  ];
}

function negateConditional(flat: JsonObject, condition: JsonSchema): readonly JsonSchema[] {
  const [yes, no] = [schemaOf(flat, 'then'), schemaOf(flat, 'else')];
  return [
    ...(yes === undefined ? [] : [{ allOf: [condition, { not: yes }] }]),
    ...(no === undefined ? [] : [{ not: { anyOf: [condition, no] } }]),
  ];
}

function negateType(flat: JsonObject): readonly JsonSchema[] {
  const types = typesOf(flat);
  if (types.length === 0) return [];
  if (types.includes('integer') && !types.includes('number')) {
    return [{ type: 'number' }, { type: allTypes.filter((type) => type !== 'number' && !types.includes(type)) }];
  }
  return [{ type: allTypes.filter((type) => !types.includes(type)) }];
}
