import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import { componentName } from '../schema/component-survey.ts';
import { listOf, namedSchemasOf, namesOf, numberOf, schemaOf, schemasOf, typesOf } from './schema-keywords.ts';

type Schemas = ContractSubset['schemas'];

const heightsByContract = new WeakMap<Schemas, ReadonlyMap<string, number>>();

/**
 * Levels of nesting that the flattest value of a schema has: 0 for a scalar. `Infinity`: every value would be endless.
 * A guess from required members and items; it decides where recursion ends, not what is valid.
 */
export function leastHeight(schema: JsonSchema, schemas: Schemas): number {
  const known = heightsByContract.get(schemas) ?? heightsOf(schemas);
  heightsByContract.set(schemas, known);
  return heightOf(schema, known);
}

/** Least fixed point: components start endless and get lower until nothing changes. */
function heightsOf(schemas: Schemas): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  const entries = Object.entries(schemas);
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const [name, schema] of entries) {
      const height = heightOf(schema, heights);
      if (height >= (heights.get(name) ?? Number.POSITIVE_INFINITY)) continue;
      heights.set(name, height);
      hasChanged = true;
    }
  }
  return heights;
}

type Heights = ReadonlyMap<string, number>;

function heightOf(schema: JsonSchema, heights: Heights): number {
  if (typeof schema === 'boolean' || schema.const !== undefined || schema.enum !== undefined) return 0;
  const own = heightByType(schema, heights);
  return Math.max(
    own,
    heightOfReference(schema, heights),
    ...schemasOf(schema, 'allOf').map((part) => heightOf(part, heights)),
    leastOf(schemasOf(schema, 'anyOf'), heights),
    leastOf(schemasOf(schema, 'oneOf'), heights),
  );
}

function heightOfReference({ $ref }: JsonObject, heights: Heights): number {
  if (typeof $ref !== 'string') return 0;
  const name = componentName($ref);
  return name === undefined ? 0 : (heights.get(name) ?? Number.POSITIVE_INFINITY);
}

function leastOf(branches: readonly JsonSchema[], heights: Heights): number {
  return branches.length === 0 ? 0 : Math.min(...branches.map((branch) => heightOf(branch, heights)));
}

function heightByType(schema: JsonObject, heights: Heights): number {
  const types = typesOf(schema);
  const isObject = types.length === 0 ? namesOf(schema, 'required').length > 0 : types.includes('object');
  if (types.some((type) => type !== 'object' && type !== 'array')) return 0;
  if (isObject && types.includes('array')) return Math.min(objectHeight(schema, heights), arrayHeight(schema, heights));
  if (isObject) return objectHeight(schema, heights);
  return types.includes('array') ? arrayHeight(schema, heights) : 0;
}

function objectHeight(schema: JsonObject, heights: Heights): number {
  const properties = namedSchemasOf(schema, 'properties');
  const additional = schemaOf(schema, 'additionalProperties') ?? true;
  const members = namesOf(schema, 'required').map((name) => heightOf(properties.get(name) ?? additional, heights));
  return 1 + Math.max(0, ...members);
}

function arrayHeight(schema: JsonObject, heights: Heights): number {
  const least = numberOf(schema, 'minItems') ?? (schema.contains === undefined ? 0 : 1);
  if (least === 0) return 1;
  const prefix = listOf(schema, 'prefixItems').length > 0 ? schemasOf(schema, 'prefixItems').slice(0, least) : [];
  const rest = least > prefix.length ? [schemaOf(schema, 'items') ?? true] : [];
  return 1 + Math.max(0, ...[...prefix, ...rest].map((part) => heightOf(part, heights)));
}
