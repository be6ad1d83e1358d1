import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import { forEachSubschema } from '../known-keywords.ts';
import { listSchemaPlaces } from '../schema-places.ts';

/** Whether a schema asks for `bigint`s itself: `service-model/src/parse/wide-integers.ts`. */
export function isWide(schema: JsonSchema): boolean {
  return typeof schema === 'object' && schema['x-brrt-type'] === 'bigint';
}

/** Whether any schema of a contract asks for `bigint`s: all checks then take them where they take numbers. */
export function usesWideIntegers(contract: ContractSubset): boolean {
  if (Object.values(contract.schemas).some(mentionsWide)) return true;
  return listSchemaPlaces(contract).some(({ schema }) => mentionsWide(schema));
}

function mentionsWide(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean') return false;
  let found = isWide(schema);
  if (!found) {
    forEachSubschema(schema, (subschema) => {
      found ||= mentionsWide(subschema);
    });
  }
  return found;
}
