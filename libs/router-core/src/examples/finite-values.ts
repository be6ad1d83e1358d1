import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import type { Generation } from './generation.ts';
import { flattenSchema } from './merge-schemas.ts';
import { schemaFits } from './schema-fits.ts';
import { listOf, numberOf, typesOf } from './schema-keywords.ts';

const mostIntegers = 2_000;

/** Every value of a schema that has few; undefined for those that have many. */
export function finiteValues(schema: JsonSchema, generation: Generation): readonly JsonValue[] | undefined {
  const flat = flattenSchema(schema, generation.contract);
  if (flat === false) return [];
  const listed = listedValues(flat);
  return listed?.filter((value) => schemaFits(flat, value, generation));
}

function listedValues(flat: JsonObject): readonly JsonValue[] | undefined {
  if (flat.const !== undefined) return [flat.const];
  if (flat.enum !== undefined) return listOf(flat, 'enum');
  const types = typesOf(flat);
  if (types.length === 0) return undefined;
  const values: JsonValue[] = [];
  for (const type of types) {
    const own = valuesOfType(type, flat);
    if (own === undefined) return undefined;
    values.push(...own);
  }
  return values;
}

function valuesOfType(type: string, flat: JsonObject): readonly JsonValue[] | undefined {
  if (type === 'null') return [null];
  if (type === 'boolean') return [true, false];
  const [minimum, maximum] = [numberOf(flat, 'minimum'), numberOf(flat, 'maximum')];
  if (type !== 'integer' || minimum === undefined || maximum === undefined) return undefined;
  const [first, last] = [Math.ceil(minimum), Math.floor(maximum)];
  if (last - first >= mostIntegers) return undefined;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
