import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { forEachSubschema } from '../known-keywords.ts';

const known = new WeakMap<JsonObject, number>();

/** Number of keywords in a schema and all that stand in it: a measure of how much code it becomes. */
export function weightOf(schema: JsonSchema): number {
  if (typeof schema === 'boolean') return 0;
  let weight = known.get(schema);
  if (weight === undefined) {
    weight = Object.keys(schema).length;
    forEachSubschema(schema, (subschema) => {
      weight = (weight ?? 0) + 1 + weightOf(subschema);
    });
    known.set(schema, weight);
  }
  return weight;
}
