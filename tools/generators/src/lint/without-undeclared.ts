import type { PlacedSchema } from '@brrt/router-core/compare';
import type { JsonObject, JsonSchema, ServiceModel } from '@brrt/service-model';
import type { DiffContext, FoundChange } from '../diff/diff-context.ts';

/** Each round leaves one member out of the question; nobody reads more of them. */
const mostRounds = 20;

/**
 * What is refused for a member that the sender's contract takes without describing it is no fault: a contract may hold a part of
 * what the called service takes. The same fault with another value where there is one; else none.
 */
export function withoutUndeclared(fault: FoundChange, context: DiffContext): readonly FoundChange[] {
  const { between } = fault.shown ?? {};
  if (between === undefined) return [fault];
  const { sender, receiver } = between;
  let { value, pointers } = fault.shown ?? { value: undefined, pointers: [] };
  let taken = receiver;
  for (let round = 0; round < mostRounds; round++) {
    const foreign = pointers.map(tokensOf).find((tokens) => isForeign(tokens, value, sender));
    if (foreign === undefined) return [{ ...fault, shown: { value, pointers } }];
    taken = takingAll(taken, foreign, round);
    const next = context.comparison.compare({ superset: taken, subset: sender });
    if (next.verdict !== 'refuted') return [];
    ({ witness: value, pointers } = next);
  }
  return [];
}

function tokensOf(pointer: string): readonly string[] {
  const tokens = pointer.split('/').slice(1);
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether it is there and nothing of the sender's contract describes it. */
function isForeign(tokens: readonly string[], value: unknown, { contract, place }: PlacedSchema): boolean {
  let [inner, schemas] = [value, [place.schema] as readonly JsonSchema[]];
  for (const token of tokens) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, token)) return false;
    // The cast: an object or array has members by name.
    inner = (inner as Readonly<Record<string, unknown>>)[token];
    const describing = membersOf(token, contract);
    schemas = schemas.flatMap((schema) => describing(schema));
    if (schemas.length === 0) return true;
  }
  return false;
}

/** Everything that a schema says of a member or an item; references that lead in a circle end it. */
function membersOf(token: string, { schemas }: Pick<ServiceModel, 'schemas'>) {
  return function describing(schema: JsonSchema, seen: readonly JsonSchema[] = []): readonly JsonSchema[] {
    if (typeof schema === 'boolean' || seen.includes(schema)) return [];
    const { properties, patternProperties, additionalProperties, items, prefixItems, $ref } = schema;
    const own = isObject(properties) && Object.hasOwn(properties, token) ? [properties[token]] : [];
    const rest = [additionalProperties, items].filter(isObject);
    const others = [...(isObject(patternProperties) ? Object.values(patternProperties) : []), ...listOf(prefixItems)];
    const name = typeof $ref === 'string' ? tokensOf($ref).at(-1) : undefined;
    const referred = name === undefined ? [] : [schemas[name]];
    const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => listOf(schema[keyword]));
    const inner = [...referred, ...branches, schema.if, schema.then, schema.else].filter(isSchema);
    return [
      ...[...own, ...rest, ...others].filter(isSchema),
      ...inner.flatMap((each) => describing(each, [...seen, schema])),
    ];
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

/** The same schema, taking besides every value that has this member. */
function takingAll({ contract, place }: PlacedSchema, tokens: readonly string[], round: number): PlacedSchema {
  const having = tokens.reduceRight<JsonSchema>((inner, token) => {
    const member = { type: 'object', required: [token], properties: { [token]: inner } };
    return /^\d+$/.test(token) ? { anyOf: [member, { type: 'array', contains: inner }] } : member;
  }, true);
  return { contract, place: { ...place, key: `${place.key}/${round}`, schema: { anyOf: [place.schema, having] } } };
}
