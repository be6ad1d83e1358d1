import { STATUS_CODES } from 'node:http';
import type { ContractSubset, JsonSchema, JsonValue, MediaType } from '@brrt/service-model';
import { parseMediaType } from '../body/index.ts';
import { flattenSchema } from './merge-schemas.ts';
import { namedSchemasOf } from './schema-keywords.ts';

/**
 * What a generated problem document has to hold so that it speaks about the response that it is (RFC 9457 §3.1): its status, and
 * the title of that where the contract shows none.
 */
export function problemConstraint(
  { mediaType, schema }: MediaType,
  status: number,
  contract: Pick<ContractSubset, 'schemas'>,
): JsonSchema | undefined {
  if (schema === undefined || parseMediaType(mediaType)?.essence !== 'application/problem+json') return undefined;
  const flat = flattenSchema(schema, contract);
  const declared = flat === false ? new Map<string, JsonSchema>() : namedSchemasOf(flat, 'properties');
  const said: Readonly<Record<string, JsonValue | undefined>> = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
  };
  const properties = Object.entries(said).flatMap(([name, value]) => {
    const member = declared.get(name);
    if (member === undefined || value === undefined) return [];
    return name !== 'status' && isShown(member, contract) ? [] : [[name, { const: value }] as const];
  });
  return properties.length === 0 ? undefined : { properties: Object.fromEntries(properties) };
}

function isShown(schema: JsonSchema, contract: Pick<ContractSubset, 'schemas'>): boolean {
  const flat = flattenSchema(schema, contract);
  return (
    flat !== false &&
    ['const', 'enum', 'default', 'example', 'examples'].some((keyword) => Object.hasOwn(flat, keyword))
  );
}
