import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { type Generation, isGenerous } from './generation.ts';
import { isSameValue } from './same-value.ts';
import { numberOf, schemaOf, schemasOf } from './schema-keywords.ts';

const maxLength = 2_000;

/** An array by `prefixItems`, `items`, `contains`, lengths and `uniqueItems`; undefined when there is none. */
export function generateArray(schema: JsonObject, generation: Generation, depth: number): unknown[] | undefined {
  const prefix = schemasOf(schema, 'prefixItems');
  const rest = schemaOf(schema, 'items') ?? true;
  const minimum = Math.min(numberOf(schema, 'minItems') ?? 0, maxLength);
  const wanted = Math.min(wantedLength(schema, generation, depth), numberOf(schema, 'maxItems') ?? maxLength);
  const items: unknown[] = [];
  const contains = schemaOf(schema, 'contains');
  const contained = contains === undefined ? 0 : (numberOf(schema, 'minContains') ?? 1);
  const length = Math.max(minimum, wanted, contained > 0 ? prefix.length + contained : 0);
  for (let index = 0; index < length; index += 1) {
    const isContained = contains !== undefined && index >= prefix.length && index < prefix.length + contained;
    const declared = prefix[index] ?? rest;
    const part: JsonSchema = isContained ? { allOf: [declared, contains] } : declared;
    const item = nextItem(part, items, { generation, depth, isUnique: schema.uniqueItems === true });
    if (item === undefined) return index >= minimum && contained === 0 ? items : undefined;
    items.push(item);
  }
  return items;
}

function wantedLength(schema: JsonObject, generation: Generation, depth: number): number {
  if (!isGenerous(generation, depth)) return 0;
  const prefix = schemasOf(schema, 'prefixItems').length;
  return schemaOf(schema, 'items') === undefined ? prefix : Math.max(prefix, 1);
}

interface Surroundings {
  readonly generation: Generation;
  readonly depth: number;
  readonly isUnique: boolean;
}

function nextItem(
  schema: JsonSchema,
  before: readonly unknown[],
  { generation, depth, isUnique }: Surroundings,
): unknown {
  // Values of small sets come more than once before all of them have come.
  for (let attempt = 0; attempt < (isUnique ? 40 : 1); attempt += 1) {
    const current = attempt === 0 ? generation : { ...generation, keepsOrder: false, usesExamples: false };
    const item = generation.generate(schema, current, depth + 1);
    if (item === undefined) return undefined;
    if (!isUnique || !before.some((other) => isSameValue(other, item))) return item;
  }
  return undefined;
}
