import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import { flattenSchema } from './merge-schemas.ts';
import { schemaFits } from './schema-fits.ts';
import { isObject, namedSchemasOf, stringOf } from './schema-keywords.ts';

/** A branch whose discriminating property names it, unless the branch says itself what it is (OpenAPI 3.1 §4.8.25). */
export function discriminated(
  flat: JsonObject,
  branch: JsonSchema,
  contract: Pick<ContractSubset, 'schemas'>,
): JsonSchema {
  const discriminator = isObject(flat.discriminator) ? flat.discriminator : {};
  const property = stringOf(discriminator, 'propertyName');
  const reference = typeof branch === 'object' ? stringOf(branch, '$ref') : undefined;
  if (property === undefined || reference === undefined) return branch;
  const mapping = isObject(discriminator.mapping) ? discriminator.mapping : {};
  const name = reference.split('/').at(-1) ?? '';
  const mapped = Object.keys(mapping).find((key) => mapping[key] === reference || mapping[key] === name) ?? name;
  const own = flattenSchema(branch, contract);
  const declared = own === false ? undefined : namedSchemasOf(own, 'properties').get(property);
  if (declared !== undefined && !schemaFits(declared, mapped, { contract, direction: 'response' })) return branch;
  return { allOf: [branch, { required: [property], properties: { [property]: { const: mapped } } }] };
}
