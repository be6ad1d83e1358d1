import type { JsonObject } from '@brrt/service-model';
import { finiteValues } from './finite-values.ts';
import type { Generation } from './generation.ts';
import { namedSchemasOf, numberOf, schemaOf } from './schema-keywords.ts';

/** Names for members that the schema does not name itself; some may come twice or not fit. */
export function* freeNames(schema: JsonObject, generation: Generation, depth: number): Generator<string> {
  const rule = schemaOf(schema, 'propertyNames');
  const patterns = [...namedSchemasOf(schema, 'patternProperties').keys()];
  const tries = 8 + 4 * (numberOf(schema, 'minProperties') ?? 0);
  const make = (part: JsonObject, index: number): string | undefined => {
    const current = index === 0 ? generation : { ...generation, keepsOrder: false, usesExamples: false };
    const name = generation.generate(part, current, depth + 1);
    return typeof name === 'string' ? name : undefined;
  };
  if (rule !== undefined) {
    for (const value of finiteValues(rule, generation) ?? []) if (typeof value === 'string') yield value;
  }
  const isOpen = rule === undefined && patterns.length === 0;
  for (let index = 0; index < tries; index += 1) {
    if (isOpen) yield `key${index + 1}`;
    if (rule !== undefined) yield* present(make({ allOf: [rule, { type: 'string' }] }, index));
    for (const pattern of patterns) yield* present(make({ type: 'string', pattern }, index));
  }
  // Beside patterns other names may be allowed too.
  for (let index = 0; index < tries && !isOpen; index += 1) yield `key${index + 1}`;
}

function* present(name: string | undefined): Generator<string> {
  if (name !== undefined) yield name;
}
