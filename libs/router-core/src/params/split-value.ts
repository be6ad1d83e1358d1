import type { ParameterStyle } from '@brrt/service-model';
import { type Fault, fault } from './built.ts';
import { decodePercent } from './decode-percent.ts';
import { splitList } from './split-list.ts';
import type { WireKind } from './value-shape.ts';

/** The parts of one wire value, still encoded: text, elements, or names and values. */
export type WireValue =
  | { readonly kind: 'primitive'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly string[] }
  | { readonly kind: 'object'; readonly entries: Entries }
  /** The text does not have the form that the style prescribes. */
  | { readonly kind: 'malformed'; readonly fault: Fault };

export type Entries = readonly (readonly [name: string, text: string])[];

export interface SplitRule {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly kind: WireKind;
  /** Values of headers: a comma inside of a quoted string divides nothing. */
  readonly isHeader?: boolean;
}

export type Splitter = (text: string) => WireValue;

/**
 * One row per style of a value that stands in one piece of text (OpenAPI 3.2 §4.12.6 Style Examples):
 * a path segment, a header, a cookie, or one query value. Exploded query forms spread over several pairs: see `compile-fields.ts`.
 */
export function compileSplitter(rule: SplitRule): Splitter {
  return compilers[rule.style](rule);
}

const compilers: Readonly<Record<ParameterStyle, (rule: SplitRule) => Splitter>> = {
  simple: ({ kind, explode, isHeader }) => divide(kind, explode, isHeader ? splitList : by(',')),
  label: ({ kind, explode }) => prefixed('.', divide(kind, explode, by(explode ? '.' : ','))),
  matrix: compileMatrix,
  form: ({ kind }) => divide(kind, false, by(',')),
  cookie: ({ kind }) => divide(kind, false, by(',')),
  spaceDelimited: ({ kind }) => divide(kind, false, by(/%20|\+| /)),
  pipeDelimited: ({ kind }) => divide(kind, false, by(/%7C|\|/i)),
  deepObject: () => () => malformed('The value has to be given as name[property]=value'),
};

type Divide = (text: string) => readonly string[];

function by(delimiter: string | RegExp): Divide {
  return (text) => text.split(delimiter);
}

function divide(kind: WireKind, explode: boolean, split: Divide): Splitter {
  if (kind === 'primitive') return (text) => ({ kind: 'primitive', text });
  if (kind === 'array') return (text) => ({ kind: 'array', items: split(text) });
  const read = explode ? (parts: readonly string[]) => toEntries(parts) : alternating;
  // The empty text is the empty object.
  return (text) => (text === '' ? { kind: 'object', entries: [] } : read(split(text)));
}

function prefixed(prefix: string, split: Splitter): Splitter {
  const missing = malformed(`The value has to begin with "${prefix}"`);
  return (text) => (text.startsWith(prefix) ? split(text.slice(1)) : missing);
}

function compileMatrix({ name, explode, kind }: SplitRule): Splitter {
  // RFC 6570 §3.2.7 leaves the `=` out where the value is empty.
  if (explode && kind === 'object') return prefixed(';', (text) => toEntries(text.split(';'), { mayLackMark: true }));
  const whole = divide(kind, false, by(','));
  const other = malformed(`Every part has to be ";${name}=…"`);
  const repeated = malformed('The value is given more than once');
  return prefixed(';', (text) => {
    const items: string[] = [];
    for (const part of text.split(';')) {
      const item = matrixText(part, name);
      if (item === undefined) return other;
      items.push(item);
    }
    if (explode && kind === 'array') return { kind: 'array', items };
    return items.length > 1 ? repeated : whole(items[0] ?? '');
  });
}

// ';name' alone is the empty string.
function matrixText(part: string, name: string): string | undefined {
  const mark = part.indexOf('=');
  const written = mark === -1 ? part : part.slice(0, mark);
  if (written !== name && decodePercent(written) !== name) return undefined;
  return mark === -1 ? '' : part.slice(mark + 1);
}

function toEntries(parts: readonly string[], { mayLackMark = false } = {}): WireValue {
  const entries: (readonly [string, string])[] = [];
  for (const part of parts) {
    const mark = part.indexOf('=');
    if (mark === -1 && !mayLackMark) return malformed('Every part has to be property=value');
    entries.push(mark === -1 ? [part, ''] : [part.slice(0, mark), part.slice(mark + 1)]);
  }
  return { kind: 'object', entries };
}

// R,100,G,200: names and values in turn.
function alternating(parts: readonly string[]): WireValue {
  if (parts.length % 2 === 1) return malformed('Properties and values have to come in pairs');
  const entries: (readonly [string, string])[] = [];
  for (let index = 0; index < parts.length; index += 2) entries.push([parts[index] ?? '', parts[index + 1] ?? '']);
  return { kind: 'object', entries };
}

function malformed(detail: string): WireValue {
  return { kind: 'malformed', fault: fault('style', detail) };
}
