import { impossibleName, repeatedProperty } from './build-value.ts';
import { type Built, badEncoding, type DecodeText, type Fault, fault } from './built.ts';
import { otherReadings, type Reading } from './reading.ts';
import type { ValueShape } from './value-shape.ts';
import { Values } from './values.ts';

/** Names, decoded already, and values as sent. */
export type NamedTexts = readonly (readonly [name: string, raw: string])[];

type SpreadReader = (entries: NamedTexts) => Built;

/** R=100&G=200 */
export function buildSpread(shape: ValueShape, decode: DecodeText): SpreadReader {
  return (entries) => {
    const value = new Values();
    const others: Reading[] = [];
    for (const [name, raw] of entries) {
      const problem = addProperty(value, { at: [name], raw, shape: shape.property(name) }, { decode, others });
      if (problem !== undefined) return problem;
    }
    return others.length === 0 ? { value } : { value, others };
  };
}

const bracketsPattern = /^(?:\[[^[\]]*\])+$/;
const noBrackets = fault('style', 'The value has to be given as name[property]=value');
const noObject = fault('style', 'The schema has no object there');

interface DeepRule {
  readonly name: string;
  readonly shape: ValueShape;
  readonly decode: DecodeText;
}

/** color[R]=100; deeper only where the schema has objects inside of objects. */
export function buildDeep({ name: owner, shape, decode }: DeepRule): SpreadReader {
  return (entries) => {
    const value = new Values();
    const others: Reading[] = [];
    for (const [name, raw] of entries) {
      const brackets = name.slice(owner.length);
      if (!bracketsPattern.test(brackets)) return noBrackets;
      const at = brackets.slice(1, -1).split('][');
      const place = descend(value, shape, at);
      if ('keyword' in place) return place;
      const problem = addProperty(place.target, { at, raw, shape: place.shape }, { decode, others });
      if (problem !== undefined) return problem;
    }
    return others.length === 0 ? { value } : { value, others };
  };
}

interface Place {
  readonly target: Values;
  /** Of the property; undefined when it is not declared. */
  readonly shape: ValueShape | undefined;
}

/** The object that holds the last of the names, made where it is not there yet. */
function descend(value: Values, whole: ValueShape, at: readonly string[]): Place | Fault {
  let target = value;
  let shape: ValueShape | undefined = whole;
  for (const step of at.slice(0, -1)) {
    shape = shape.property(step);
    if (step === '__proto__') return impossibleName;
    if (!shape?.types.has('object')) return noObject;
    const next: unknown = Object.hasOwn(target, step) ? target[step] : new Values();
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return repeatedProperty;
    target[step] = next;
    target = next as Values; // made by this loop
  }
  return { target, shape: shape.property(at.at(-1) ?? '') };
}

interface NamedText {
  /** Names from the whole value down to the property. */
  readonly at: readonly string[];
  readonly raw: string;
  /** Undefined: not declared; the schema will say whether it may be there. */
  readonly shape: ValueShape | undefined;
}

interface Spreading {
  readonly decode: DecodeText;
  readonly others: Reading[];
}

function addProperty(target: Values, { at, raw, shape }: NamedText, spreading: Spreading): Fault | undefined {
  const name = at.at(-1) ?? '';
  const text = spreading.decode(raw);
  if (text === undefined) return badEncoding;
  if (name === '__proto__') return impossibleName;
  if (shape?.kind === 'array') {
    target[name] = withElement(target[name], text, { at, shape, others: spreading.others });
    return undefined;
  }
  if (shape?.types.has('array')) return addEither(target, { at, text, shape }, spreading);
  if (Object.hasOwn(target, name)) return repeatedProperty;
  const value = shape === undefined ? text : shape.coerce(text);
  if (shape?.isAmbiguous) spreading.others.push(...otherReadings(at, text, value, shape));
  target[name] = value;
  return undefined;
}

interface EitherText {
  readonly at: readonly string[];
  readonly text: string;
  readonly shape: ValueShape;
}

/** One text is a text, or a list of one where the schema does not take that; several are a list. */
function addEither(target: Values, { at, text, shape }: EitherText, { others }: Spreading): undefined {
  const name = at.at(-1) ?? '';
  const known = others.findLast((reading) => isList(reading) && isSamePlace(reading.at, at));
  if (!Object.hasOwn(target, name)) {
    const value = shape.coerce(text);
    target[name] = value;
    if (shape.isAmbiguous) others.push(...otherReadings(at, text, value, shape));
    others.push({ at, value: withElement(undefined, text, { at, shape, others }) });
  } else if (known === undefined) target[name] = withElement(target[name], text, { at, shape, others });
  else {
    const list = withElement(known.value, text, { at, shape, others });
    forget(others, at);
    target[name] = list;
  }
  return undefined;
}

function forget(others: Reading[], at: readonly string[]): void {
  const rest = others.filter((reading) => !isSamePlace(reading.at, at));
  others.splice(0, others.length, ...rest);
}

function isList({ value }: Reading): boolean {
  return Array.isArray(value);
}

function isSamePlace(one: Reading['at'], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

interface ListPlace {
  readonly at: readonly string[];
  readonly shape: ValueShape;
  readonly others: Reading[];
}

// A property that is a list is given once for each element.
function withElement(known: unknown, text: string, { at, shape, others }: ListPlace): unknown[] {
  const list: unknown[] = Array.isArray(known) ? known : [];
  const element = shape.items(list.length);
  if (text === '' && known === undefined && !element.takesEmptyText) return [];
  // One empty text may be no element: the schema decides.
  if (text === '' && known === undefined) others.push({ at, value: [] });
  else if (list.length === 1 && list[0] === '') forget(others, at);
  const value = element.coerce(text);
  if (element.isAmbiguous) others.push(...otherReadings([...at, list.length], text, value, element));
  list.push(value);
  return list;
}
