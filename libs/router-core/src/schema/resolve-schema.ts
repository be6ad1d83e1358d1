import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';

const prefix = '#/components/schemas/';

/** Follows `$ref` at the top until there is none, cycles included. `{}` for `true` and what cannot be resolved. */
export function resolveSchema(schema: JsonSchema | undefined, contract: Pick<ContractSubset, 'schemas'>): JsonObject {
  const seen = new Set<JsonSchema>();
  let current = schema;
  while (typeof current === 'object' && !seen.has(current)) {
    const reference = current.$ref;
    if (typeof reference !== 'string') return current;
    seen.add(current);
    current = referencedSchema(reference, contract);
  }
  return {};
}

/** The schema a `$ref` names; undefined when it leads nowhere. */
export function referencedSchema(reference: string, contract: Pick<ContractSubset, 'schemas'>): JsonSchema | undefined {
  if (!reference.startsWith(prefix)) return undefined;
  const name = reference.slice(prefix.length).replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.hasOwn(contract.schemas, name) ? contract.schemas[name] : undefined;
}

/** True when the schema names `type`, alone or among others. */
export function hasType(schema: JsonObject, type: string): boolean {
  const declared = schema.type;
  return declared === type || (Array.isArray(declared) && declared.includes(type));
}
