import { type Built, badEncoding, type DecodeText, fault } from './built.ts';
import { otherReadings, type Reading } from './reading.ts';
import { compileSplitter, type Entries, type SplitRule } from './split-value.ts';
import type { ValueShape } from './value-shape.ts';
import { Values } from './values.ts';

/** One piece of text, as it stands in the request → value. */
export type TextReader = (raw: string) => Built;

/** How one text is read: split first, then every part decoded once and turned into what the schema expects there. */
export interface ReaderRule extends Omit<SplitRule, 'kind'> {
  readonly shape: ValueShape;
  readonly decode: DecodeText;
}

export function compileReader(rule: ReaderRule): TextReader {
  const { shape, decode, style } = rule;
  const isBare = shape.kind === 'primitive' && style !== 'label' && style !== 'matrix' && style !== 'deepObject';
  if (isBare) return compilePrimitive(rule);
  const split = compileSplitter({ ...rule, kind: shape.kind });
  return (raw) => {
    const wire = split(raw);
    switch (wire.kind) {
      case 'malformed':
        return wire.fault;
      case 'primitive':
        return buildText(wire.text, shape, decode);
      case 'array':
        return buildArray(wire.items, shape, decode);
      case 'object':
        return buildObject(wire.entries, shape, decode);
    }
  };
}

// A text may also be a list of several where the schema takes arrays too.
function compilePrimitive(rule: ReaderRule): TextReader {
  const { shape, decode } = rule;
  if (!shape.types.has('array') || rule.explode) return (raw) => buildText(raw, shape, decode);
  const split = compileSplitter({ ...rule, kind: 'array' });
  const readOne: TextReader = (raw) => buildText(raw, shape, decode);
  return eitherReader(readOne, (raw) => {
    const wire = split(raw);
    return wire.kind === 'array' ? buildArray(wire.items, shape, decode) : readOne(raw);
  });
}

/** What the first reads, and what the other does where the schema does not take that. */
export function eitherReader(readFirst: TextReader, readOther: TextReader): TextReader {
  return (raw) => {
    const first = readFirst(raw);
    const other = readOther(raw);
    if (!('value' in first) || !('value' in other)) return first;
    return { value: first.value, others: [...othersOf(first), { at: [], value: other.value }] };
  };
}

function othersOf(built: Built): readonly Reading[] {
  return 'others' in built && built.others !== undefined ? built.others : [];
}

/** One primitive value. */
export function buildText(raw: string, shape: ValueShape, decode: DecodeText): Built {
  const text = decode(raw);
  if (text === undefined) return badEncoding;
  const value = shape.coerce(text);
  if (!shape.isAmbiguous) return { value };
  const others = otherReadings([], text, value, shape);
  return others.length === 0 ? { value } : { value, others };
}

/** The elements of an array. */
export function buildArray(items: readonly string[], shape: ValueShape, decode: DecodeText): Built {
  const [first] = items;
  // An empty text is the empty list where no element can be one; otherwise the schema decides.
  const isEmpty = items.length === 1 && first === '';
  if (isEmpty && !shape.items(0).takesEmptyText) return { value: [] };
  // Of its full length at once, as all lists of a query: one that grows takes room for sixteen more.
  const values = new Array<unknown>(items.length);
  let others: Reading[] | undefined = isEmpty ? [{ at: [], value: [] }] : undefined;
  for (const [index, item] of items.entries()) {
    const text = decode(item);
    if (text === undefined) return badEncoding;
    const element = shape.items(index);
    const value = element.coerce(text);
    if (element.isAmbiguous) {
      others ??= [];
      others.push(...otherReadings([index], text, value, element));
    }
    values[index] = value;
  }
  return others === undefined || others.length === 0 ? { value: values } : { value: values, others };
}

/** The properties of an object, each named once. */
export function buildObject(entries: Entries, shape: ValueShape, decode: DecodeText): Built {
  const value = new Values();
  const others: Reading[] = [];
  for (const [rawName, rawText] of entries) {
    const name = decode(rawName);
    const text = decode(rawText);
    if (name === undefined || text === undefined) return badEncoding;
    if (name === '__proto__') return impossibleName;
    if (Object.hasOwn(value, name)) return repeatedProperty;
    const property = shape.property(name);
    const made = property === undefined ? text : property.coerce(text);
    if (property?.isAmbiguous) others.push(...otherReadings([name], text, made, property));
    value[name] = made;
  }
  return others.length === 0 ? { value } : { value, others };
}

export const impossibleName = fault('style', 'No property can have this name');
export const repeatedProperty = fault('style', 'A property is given more than once');
