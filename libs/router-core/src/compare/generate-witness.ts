import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { generateValue } from '../examples/generate-value.ts';
import { knownKeywords } from '../schema/known-keywords.ts';
import type { TermId, Terms } from './term.ts';

export interface WitnessQuestion {
  readonly terms: Terms;
  readonly subset: TermId;
  readonly superset: TermId;
  readonly isWitness: (value: unknown) => boolean;
}

const mostSeeds = 4;

/** A value of one schema and not of another, made by the generator of examples: what no proof leads to. */
export function generateWitness({ terms, subset, superset, isWitness }: WitnessQuestion): unknown {
  const schemas = spellOut(terms, [subset, superset]);
  const wanted = { allOf: [reference(subset), { not: reference(superset) }] };
  for (let seed = 1; seed <= mostSeeds; seed += 1) {
    const value = generateValue(wanted, { schemas }, { direction: 'request', seed: seed * 1_009, isValid: isWitness });
    if (value !== undefined) return value;
  }
  return undefined;
}

function reference(id: TermId): JsonSchema {
  return { $ref: `#/components/schemas/${id}` };
}

/** Terms as the schemas of a contract of their own. */
function spellOut(terms: Terms, roots: readonly TermId[]): Readonly<Record<string, JsonSchema>> {
  const schemas: Record<string, JsonSchema> = {};
  const pending = [...roots];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (Object.hasOwn(schemas, String(id))) continue;
    const term = terms.get(id);
    const refer = (schema: JsonSchema): JsonSchema => {
      const target = term.inner(schema);
      pending.push(target);
      return reference(target);
    };
    schemas[id] = typeof term.schema === 'boolean' ? term.schema : spelled(term.schema, refer);
  }
  return schemas;
}

function spelled(schema: JsonObject, refer: (schema: JsonSchema) => JsonSchema): JsonObject {
  const entries = Object.entries(schema).flatMap(([keyword, content]): [string, JsonValue][] => {
    const kind = knownKeywords.get(keyword)?.kind;
    // `rewriteSchema` keeps a keyword only where it has the shape of its vocabulary.
    if (keyword === '$ref') return [[keyword, (refer({ $ref: content }) as JsonObject).$ref ?? null]];
    if (kind === 'schema') return [[keyword, refer(content as JsonSchema)]];
    if (kind === 'schemas') return [[keyword, (content as readonly JsonSchema[]).map(refer)]];
    if (kind === 'schema-map') {
      const map = Object.entries(content as Readonly<Record<string, JsonSchema>>);
      return [[keyword, Object.fromEntries(map.map(([name, part]) => [name, refer(part)]))]];
    }
    return kind === undefined ? [] : [[keyword, content]];
  });
  return Object.fromEntries(entries);
}
