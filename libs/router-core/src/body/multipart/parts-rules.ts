import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import { partSchema } from '@brrt/service-model/value-types';
import type { EncodingPath } from './compile-part.ts';
import type { PartsDescription } from './multipart-plan.ts';
import { type PartRule, partRule } from './part-rule.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

/** `prefixItems` and `prefixEncoding` by number, `items` and `itemEncoding` for the rest; each compiled when it is needed. */
export function compilePositions<Part>(
  parts: PartsDescription,
  contract: Contract,
  compile: (rule: PartRule, path: EncodingPath) => Part,
): (index: number) => Part {
  const { prefixEncoding = [], itemEncoding } = parts;
  const known = new Map<number, Part>();
  const fixed = Math.max(prefixEncoding.length, prefixLength(parts, contract));
  return (index) => {
    const place = Math.min(index, fixed);
    const present = known.get(place);
    if (present !== undefined) return present;
    const own = prefixEncoding[place];
    const rule = partRule(schemaAt(parts, place, contract), own ?? itemEncoding, contract);
    const compiled = compile(rule, own === undefined ? ['itemEncoding'] : ['prefixEncoding', String(place)]);
    known.set(place, compiled);
    return compiled;
  };
}

function prefixLength({ schema }: PartsDescription, contract: Contract): number {
  let length = 0;
  partSchema(schema ?? true, contract.schemas, ({ prefixItems }) => {
    if (Array.isArray(prefixItems)) length = Math.max(length, prefixItems.length);
    return undefined;
  });
  return length;
}

function schemaAt({ schema, itemSchema }: PartsDescription, index: number, contract: Contract): JsonSchema {
  if (schema === undefined) return itemSchema ?? true;
  const found = partSchema(schema, contract.schemas, ({ prefixItems, items }) => {
    const own = Array.isArray(prefixItems) ? prefixItems[index] : undefined;
    // The document was checked: these are schemas.
    return (own ?? items) as JsonSchema | undefined;
  });
  return found ?? true;
}

/** Of names that no property has. */
export function otherSchema({ schema }: PartsDescription, schemas: Contract['schemas']): JsonSchema {
  const others = partSchema(schema ?? true, schemas, ({ additionalProperties }) =>
    typeof additionalProperties === 'object' || typeof additionalProperties === 'boolean'
      ? (additionalProperties as JsonSchema)
      : undefined,
  );
  return others ?? true;
}
