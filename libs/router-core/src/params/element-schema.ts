import type { ContractSubset, JsonSchema, JsonValue } from '@brrt/service-model';
import { partSchema, schemaParts } from '@brrt/service-model/value-types';

type Schemas = ContractSubset['schemas'];

/** What the schema says of the element at an index; undefined: nothing. */
export function elementSchema(schema: JsonSchema, schemas: Schemas, index: number): JsonSchema | undefined {
  return partSchema(schema, schemas, ({ prefixItems, items }) => {
    const own = Array.isArray(prefixItems) ? prefixItems[index] : undefined;
    // The document was checked: these are schemas.
    return (own ?? items) as JsonSchema | undefined;
  });
}

/** The first `default` beside a reference, behind it, or in `allOf`. */
export function defaultOf(schema: JsonSchema, schemas: Schemas): JsonValue | undefined {
  return schemaParts(schema, schemas, ['allOf'])
    .map((part) => part.default)
    .find((value) => value !== undefined);
}
