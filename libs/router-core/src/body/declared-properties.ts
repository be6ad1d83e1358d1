import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import { referencedSchema } from '../schema/resolve-schema.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

/** Those of `allOf`, `anyOf` and `oneOf` included; one that is declared more than once may be either. */
export function declaredProperties(
  schema: JsonSchema | undefined,
  contract: Contract,
): readonly (readonly [string, JsonSchema])[] {
  const properties = new Map<string, JsonSchema>();
  for (const part of partsOf(schema, contract)) {
    const declared = part.properties;
    if (typeof declared !== 'object' || declared === null || Array.isArray(declared)) continue;
    for (const [name, schema] of Object.entries(declared as Readonly<Record<string, JsonSchema>>)) {
      const known = properties.get(name);
      properties.set(name, known === undefined ? schema : { anyOf: [known, schema] });
    }
  }
  return [...properties];
}

/** Every schema object that speaks about the value itself. */
function partsOf(schema: unknown, contract: Contract, depth = 0): readonly JsonObject[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema) || depth > 16) return [];
  const own = schema as JsonObject; // neither null nor an array
  const target = typeof own.$ref === 'string' ? referencedSchema(own.$ref, contract) : undefined;
  const others = [own.allOf, own.anyOf, own.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [own, ...[target, ...others].flatMap((part) => partsOf(part, contract, depth + 1))];
}
