import type { JsonSchema, SchemaBundle } from '../../src/api/services.ts';
import { isRecord } from './flat-schema.ts';
import { type ChoiceOption, describeField, type FormField } from './form-model.ts';
import { isHeld } from './json-text.ts';

export type Segment = string | number;

/** What a required, recursive schema is filled in to; what lies deeper stays empty. */
const MAXIMUM_DEPTH = 6;

/** The least that a schema asks for: defaults, constants, required properties; `undefined` where a human has to decide. */
export function initialValue(schema: JsonSchema, bundle: SchemaBundle, depth = 0): unknown {
  const field = describeField(schema, bundle);
  if (field.default !== undefined) return field.default;
  if (depth > MAXIMUM_DEPTH) return undefined;
  switch (field.kind) {
    case 'constant':
      return field.value;
    case 'enum':
      return field.options[0]?.value;
    case 'boolean':
      return false;
    case 'object':
      return initialObject(field, bundle, depth);
    case 'array':
      return field.prefix.map((item) => initialValue(item, bundle, depth + 1) ?? null);
    case 'choice': {
      const [first] = field.options;
      return first === undefined ? undefined : chosenValue({ field, option: first, value: undefined, bundle, depth });
    }
    default:
      return undefined;
  }
}

type FieldOf<Kind extends FormField['kind']> = Extract<FormField, { readonly kind: Kind }>;

function initialObject(field: FieldOf<'object'>, bundle: SchemaBundle, depth: number): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const property of field.properties) {
    if (!property.required || describeField(property.schema, bundle).readOnly) continue;
    const initial = initialValue(property.schema, bundle, depth + 1);
    if (initial !== undefined) value[property.name] = initial;
  }
  return value;
}

/** The value after another option was chosen: what both know stays, the discriminator follows. */
export function chooseOption(
  field: FieldOf<'choice'>,
  chosen: { readonly index: number; readonly value: unknown },
  bundle: SchemaBundle,
): unknown {
  const option = field.options[chosen.index];
  if (option === undefined) return chosen.value;
  return chosenValue({ field, option, value: chosen.value, bundle, depth: 0 });
}

function chosenValue(from: {
  readonly field: FieldOf<'choice'>;
  readonly option: ChoiceOption;
  readonly value: unknown;
  readonly bundle: SchemaBundle;
  readonly depth: number;
}): unknown {
  const { field, option, value, bundle } = from;
  const initial = initialValue(option.schema, bundle, from.depth + 1);
  if (!isRecord(initial)) return initial;
  const inner = describeField(option.schema, bundle);
  const merged: Record<string, unknown> = { ...initial };
  if (isRecord(value) && inner.kind === 'object') {
    const known = new Set(inner.properties.map((property) => property.name));
    for (const [name, kept] of Object.entries(value)) if (known.has(name)) merged[name] = kept;
  }
  const [tag] = option.tags;
  if (field.discriminator !== undefined && tag !== undefined) merged[field.discriminator] = tag;
  return merged;
}

/** Which option a value belongs to: the one that its discriminator names, else the one that fits best. */
export function matchOption(field: FieldOf<'choice'>, value: unknown, bundle: SchemaBundle): number {
  if (field.discriminator !== undefined && isRecord(value)) {
    const tag = value[field.discriminator];
    const named = field.options.findIndex((option) => option.tags.some((one) => one === tag));
    if (named >= 0) return named;
  }
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  field.options.forEach((option, index) => {
    const score = fitOf(describeField(option.schema, bundle), value, bundle);
    if (score > bestScore) [best, bestScore] = [index, score];
  });
  return best;
}

/** Higher fits better; negative: the type is another one. */
function fitOf(field: FormField, value: unknown, bundle: SchemaBundle): number {
  if (value === null) return field.nullable || (field.kind === 'constant' && field.value === null) ? 1 : -1;
  switch (field.kind) {
    case 'object':
      return isRecord(value) ? fitOfObject(field, value, bundle) : -1;
    case 'array':
      return Array.isArray(value) ? 1 : -1;
    case 'constant':
      return JSON.stringify(value) === JSON.stringify(field.value) ? 2 : -2;
    case 'enum':
      return field.options.some((option) => option.value === value) ? 2 : -2;
    case 'choice': {
      const fits = field.options.map((option) => fitOf(describeField(option.schema, bundle), value, bundle));
      return Math.max(-1, ...fits);
    }
    case 'number':
      if (typeof value !== 'number') return -1;
      return field.integer && !Number.isInteger(value) ? -0.5 : 1;
    case 'boolean':
      return typeof value === 'boolean' ? 1 : -1;
    case 'text':
    case 'file':
      return typeof value === 'string' ? 1 : -1;
    case 'json':
      return 0;
  }
}

function fitOfObject(field: FieldOf<'object'>, value: Record<string, unknown>, bundle: SchemaBundle): number {
  let score = 1;
  const known = new Map(field.properties.map((property) => [property.name, property]));
  for (const name of Object.keys(value)) {
    const property = known.get(name);
    if (property === undefined) {
      score -= field.additional === undefined ? 0.5 : 0.1;
      continue;
    }
    const inner = describeField(property.schema, bundle);
    const telling = inner.kind === 'constant' || inner.kind === 'enum';
    score += telling ? fitOf(inner, value[name], bundle) : 0.5;
  }
  for (const property of field.properties) if (property.required && !(property.name in value)) score -= 1;
  return score;
}

/** A copy with one property set; `undefined` takes it away. */
export function withProperty(value: unknown, name: string, property: unknown): Record<string, unknown> {
  const { [name]: _before, ...rest } = isRecord(value) ? value : {};
  if (property === undefined) return rest;
  // The place of a property that is there already stays the same.
  return isRecord(value) && name in value ? { ...value, [name]: property } : { ...rest, [name]: property };
}

/** A copy with a property under another name, at the same place. */
export function renameProperty(value: Record<string, unknown>, from: string, to: string): Record<string, unknown> {
  if (from === to || to in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name === from ? to : name, one]));
}

/** A copy with an item at another place. */
export function moveItem(items: readonly unknown[], from: number, to: number): readonly unknown[] {
  if (to < 0 || to >= items.length || from === to) return items;
  const moved = items.toSpliced(from, 1);
  return moved.toSpliced(to, 0, items[from]);
}

/** What was typed into a number field; text that is no number, or none that a page can hold, stays text, so that it can be sent to see it refused. */
export function numberOf(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const isJsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(trimmed);
  return isJsonNumber && isHeld(trimmed) ? Number(trimmed) : trimmed;
}

/** A JSON pointer (RFC 6901). */
export function pointerOf(segments: readonly Segment[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
