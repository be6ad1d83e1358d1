import type { JsonSchema, SchemaBundle } from '../../src/api/services.ts';

export type Keywords = Readonly<Record<string, unknown>>;

/** One of the ways out of `oneOf` or `anyOf`. */
export interface SchemaChoice {
  readonly options: readonly JsonSchema[];
  readonly discriminator?: Discriminator;
}

export interface Discriminator {
  readonly propertyName: string;
  readonly mapping: Readonly<Record<string, string>>;
}

/** A schema whose references are followed and whose `allOf` is merged; `oneOf` and `anyOf` are in `choices`. */
export interface FlatSchema {
  /** Nothing is valid. */
  readonly never: boolean;
  readonly keywords: Keywords;
  readonly choices: readonly SchemaChoice[];
}

const EMPTY: FlatSchema = { never: false, keywords: {}, choices: [] };

/** Follows references only as far as this level needs them: recursive schemas are no trouble. */
export function flattenSchema(schema: JsonSchema, bundle: SchemaBundle): FlatSchema {
  return flatten(schema, bundle, []);
}

/** The name of a component that a reference points to. */
export function referenceName(schema: JsonSchema): string | undefined {
  if (typeof schema === 'boolean' || typeof schema.$ref !== 'string') return undefined;
  return decodeSegment(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1));
}

function flatten(schema: JsonSchema, bundle: SchemaBundle, followed: readonly string[]): FlatSchema {
  if (schema === true) return EMPTY;
  if (schema === false) return { ...EMPTY, never: true };
  const { $ref, allOf, oneOf, anyOf, discriminator, ...keywords } = schema;
  const choices = [oneOf, anyOf].filter(isSchemaList).map((options) => choiceOf(options, discriminator));
  let flat: FlatSchema = { never: false, keywords, choices };
  if (typeof $ref === 'string' && !followed.includes($ref)) {
    flat = merge(flat, flatten(resolveReference($ref, bundle), bundle, [...followed, $ref]));
  }
  if (isSchemaList(allOf)) for (const member of allOf) flat = merge(flat, flatten(member, bundle, followed));
  return flat;
}

function choiceOf(options: readonly JsonSchema[], discriminator: unknown): SchemaChoice {
  if (!isRecord(discriminator) || typeof discriminator.propertyName !== 'string') return { options };
  const mapping = isRecord(discriminator.mapping) ? discriminator.mapping : {};
  const texts = Object.entries(mapping).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    options,
    discriminator: { propertyName: discriminator.propertyName, mapping: Object.fromEntries(texts) },
  };
}

/** `#/$defs/Pet`, `#/components/schemas/Pet`, and what lies deeper. */
function resolveReference(reference: string, bundle: SchemaBundle): JsonSchema {
  if (!reference.startsWith('#/')) return true;
  let at: unknown = bundle;
  for (const segment of reference
    .slice(2)
    .replace(/^components\/schemas\//, '$defs/')
    .split('/')) {
    if (Array.isArray(at)) at = at[Number(segment)];
    else at = isRecord(at) ? at[decodeSegment(segment)] : undefined;
  }
  return isSchema(at) ? at : true;
}

function decodeSegment(segment: string): string {
  const text = segment.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What both ask for; of annotations those of the first, which is the outer one. */
function merge(first: FlatSchema, second: FlatSchema): FlatSchema {
  const keywords: Record<string, unknown> = { ...second.keywords, ...first.keywords };
  for (const name of Object.keys(first.keywords)) {
    if (!(name in second.keywords)) continue;
    keywords[name] = mergeKeyword(name, first.keywords[name], second.keywords[name]);
  }
  return { never: first.never || second.never, keywords, choices: [...first.choices, ...second.choices] };
}

function mergeKeyword(name: string, first: unknown, second: unknown): unknown {
  if (name === 'properties' && isRecord(first) && isRecord(second)) return mergeProperties(first, second);
  if (name === 'required' && Array.isArray(first) && Array.isArray(second)) return [...new Set([...first, ...second])];
  if (name === 'type') return mergeTypes(listOf(first), listOf(second));
  if (name === 'enum' && Array.isArray(first) && Array.isArray(second)) {
    const other = new Set(second.map((value) => JSON.stringify(value)));
    return first.filter((value) => other.has(JSON.stringify(value)));
  }
  if (name === 'items' && isSchema(first) && isSchema(second)) return both(first, second);
  if (name === 'additionalProperties') return mergeAdditional(first, second);
  if (typeof first === 'number' && typeof second === 'number') {
    if (/^(min|exclusiveMin)/.test(name)) return Math.max(first, second);
    if (/^(max|exclusiveMax)/.test(name)) return Math.min(first, second);
  }
  return first;
}

function mergeProperties(first: Keywords, second: Keywords): Keywords {
  const merged: Record<string, unknown> = { ...first };
  for (const [name, schema] of Object.entries(second)) {
    const known = first[name];
    merged[name] = isSchema(known) && isSchema(schema) ? both(known, schema) : schema;
  }
  return merged;
}

function mergeTypes(first: readonly unknown[], second: readonly unknown[]): unknown {
  const integers = first.includes('integer') || second.includes('integer');
  const wide = (types: readonly unknown[]): readonly unknown[] =>
    types.map((type) => (type === 'integer' ? 'number' : type));
  const other = wide(second);
  const kept = wide(first).filter((type) => other.includes(type));
  const types = kept.map((type) => (type === 'number' && integers ? 'integer' : type));
  return types.length === 1 ? types[0] : types;
}

function mergeAdditional(first: unknown, second: unknown): unknown {
  if (first === false || second === false) return false;
  return isSchema(first) && isSchema(second) ? both(first, second) : first;
}

function both(first: JsonSchema, second: JsonSchema): JsonSchema {
  if (first === true || JSON.stringify(first) === JSON.stringify(second)) return second;
  return second === true ? first : { allOf: [first, second] };
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isRecord(value);
}

function isSchemaList(value: unknown): value is readonly JsonSchema[] {
  return Array.isArray(value) && value.length > 0 && value.every(isSchema);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
