import type { ContractSubset, JsonSchema, ParameterStyle } from '@brrt/service-model';
import { type Built, badEncoding, buildValue, type DecodeText, wireKindOf } from './build-value.ts';
import { coerceText } from './coerce-text.ts';
import type { QueryPair } from './query-pairs.ts';
import { splitValue, type WireKind } from './split-value.ts';
import { allowsOtherProperties, shapeOf, type ValueShape } from './value-shape.ts';
import { Values } from './values.ts';

/** A named value of a query or an urlencoded form. */
export interface Field {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly schema: JsonSchema;
  readonly allowEmptyValue?: boolean;
}

export interface DecodedFields {
  /** In the order of the fields; undefined where nothing was sent. */
  readonly values: readonly (Built | undefined)[];
  /** Names that belong to no field. */
  readonly unclaimed: readonly string[];
}

export type FieldsDecoder = (pairs: readonly QueryPair[]) => DecodedFields;

interface CompiledField extends Field {
  readonly index: number;
  readonly shape: ValueShape;
  readonly kind: WireKind;
}

type Entries = (readonly [string, string])[];

/**
 * Gathers pairs into fields (OpenAPI 3.2 §4.12.6). An exploded object has its properties for names: it takes those that it
 * declares and, when it allows others, what no other field takes.
 */
export function compileFields(
  fields: readonly Field[],
  schemas: ContractSubset['schemas'],
  decode: DecodeText,
): FieldsDecoder {
  const compiled = fields.map((field, index) => compileField(field, index, schemas));
  const spread = compiled.filter((field) => field.kind === 'object' && field.explode && field.style === 'form');
  const named = new Map(compiled.filter((field) => !spread.includes(field)).map((field) => [field.name, field]));
  const byProperty = new Map(
    spread.flatMap((field) => field.shape.properties.map((property) => [property, field] as const)),
  );
  const open = spread.find(({ schema }) => allowsOtherProperties(schema, schemas));
  const deep = new Map(compiled.filter(({ style }) => style === 'deepObject').map((field) => [field.name, field]));
  return (pairs) => {
    const texts: (string | string[] | undefined)[] = new Array(compiled.length).fill(undefined);
    const entries: (Entries | undefined)[] = new Array(compiled.length).fill(undefined);
    const unclaimed: string[] = [];
    for (const { name, raw } of pairs) {
      const field = named.get(name);
      if (field !== undefined) {
        const known = texts[field.index];
        if (known === undefined) texts[field.index] = raw;
        else if (typeof known === 'string') texts[field.index] = [known, raw];
        else known.push(raw);
        continue;
      }
      const owner = byProperty.get(name) ?? (deep.size > 0 ? ownerOfBrackets(deep, name) : undefined) ?? open;
      if (owner === undefined) unclaimed.push(name);
      else {
        entries[owner.index] ??= [];
        entries[owner.index]?.push([name, raw]);
      }
    }
    return {
      values: compiled.map((field) => finish(field, texts[field.index], entries[field.index], decode)),
      unclaimed,
    };
  };
}

function compileField(field: Field, index: number, schemas: ContractSubset['schemas']): CompiledField {
  const shape = shapeOf(field.schema, schemas);
  return { ...field, index, shape, kind: field.style === 'deepObject' ? 'object' : wireKindOf(shape) };
}

function ownerOfBrackets(deep: ReadonlyMap<string, CompiledField>, name: string): CompiledField | undefined {
  const bracket = name.indexOf('[');
  return bracket === -1 ? undefined : deep.get(name.slice(0, bracket));
}

function finish(
  field: CompiledField,
  text: string | string[] | undefined,
  entries: Entries | undefined,
  decode: DecodeText,
): Built | undefined {
  if (entries !== undefined) {
    return field.style === 'deepObject' ? buildDeep(field, entries, decode) : buildSpread(field, entries, decode);
  }
  if (text === undefined) return undefined;
  if (text === '' && field.allowEmptyValue === true) {
    return field.shape.types.has('string') ? { value: text, isUnchecked: true } : undefined;
  }
  if (field.explode && field.shape.types.has('array') && (field.kind === 'array' || typeof text !== 'string')) {
    return buildValue({ kind: 'array', items: typeof text === 'string' ? [text] : text }, field.shape, decode);
  }
  if (typeof text !== 'string') return { keyword: 'style', detail: 'The parameter may be given only once' };
  return buildValue(splitValue(text, field), field.shape, decode);
}

// R=100&G=200: the names are decoded already.
function buildSpread(field: CompiledField, entries: Entries, decode: DecodeText): Built {
  const value = new Values();
  for (const [name, raw] of entries) {
    const fault = addProperty(value, { name, raw, shape: field.shape.property(name) }, decode);
    if (fault !== undefined) return fault;
  }
  return { value };
}

// color[R]=100; deeper only where the schema has objects inside objects.
function buildDeep(field: CompiledField, entries: Entries, decode: DecodeText): Built {
  const value = new Values();
  for (const [name, raw] of entries) {
    const path = /^[^[]*((?:\[[^[\]]*\])+)$/.exec(name)?.[1]?.slice(1, -1).split('][');
    const last = path?.pop();
    if (path === undefined || last === undefined)
      return { keyword: 'style', detail: 'The value has to be given as name[property]=value' };
    let target: Values = value;
    let shape: ValueShape | undefined = field.shape;
    for (const step of path) {
      shape = shape?.property(step);
      if (step === '__proto__' || !shape?.types.has('object'))
        return { keyword: 'style', detail: 'The schema has no object there' };
      const next: unknown = Object.hasOwn(target, step) ? target[step] : new Values();
      if (typeof next !== 'object' || next === null || Array.isArray(next))
        return { keyword: 'style', detail: 'A property is given more than once' };
      target[step] = next;
      target = next as Values; // made by this loop
    }
    const fault = addProperty(target, { name: last, raw, shape: shape?.property(last) }, decode);
    if (fault !== undefined) return fault;
  }
  return { value };
}

interface NamedText {
  readonly name: string;
  readonly raw: string;
  /** Undefined: not declared; the schema will say whether it may be there. */
  readonly shape: ValueShape | undefined;
}

function addProperty(target: Values, { name, raw, shape }: NamedText, decode: DecodeText): Built | undefined {
  const text = decode(raw);
  if (text === undefined) return badEncoding;
  if (name === '__proto__') return { keyword: 'style', detail: 'No property can have this name' };
  const isArray = shape !== undefined && wireKindOf(shape) === 'array';
  const element = isArray ? coerceText(text, shape.items(0)) : shape === undefined ? text : coerceText(text, shape);
  if (!Object.hasOwn(target, name)) {
    target[name] = isArray ? [element] : element;
    return undefined;
  }
  const known = target[name];
  if (!isArray || !Array.isArray(known)) return { keyword: 'style', detail: 'A property is given more than once' };
  known.push(element);
  return undefined;
}
