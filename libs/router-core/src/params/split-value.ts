import type { ParameterStyle } from '@brrt/service-model';

/** The parts of one wire value, still encoded: text, elements, or names and values. */
export type WireValue =
  | { readonly kind: 'primitive'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly string[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, string])[] }
  /** The text does not have the form that the style prescribes. */
  | { readonly kind: 'malformed'; readonly detail: string };

export type WireKind = 'primitive' | 'array' | 'object';

export interface SplitRule {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly kind: WireKind;
}

type Splitter = (text: string, rule: SplitRule) => WireValue;

/**
 * One row per style of a value that stands in one piece of text (OpenAPI 3.2 §4.12.6 Style Examples):
 * a path segment, a header, a cookie, or one query value. Exploded query forms spread over several pairs: see `decode-query.ts`.
 */
const splitters: Readonly<Record<Exclude<ParameterStyle, 'deepObject'>, Splitter>> = {
  simple: (text, rule) => splitBy(text, rule, ','),
  label: (text, rule) =>
    text.startsWith('.')
      ? splitBy(text.slice(1), rule, rule.explode ? '.' : ',')
      : malformed('The value has to begin with "."'),
  matrix: splitMatrix,
  form: (text, rule) => splitBy(text, { ...rule, explode: false }, ','),
  cookie: (text, rule) => splitBy(text, { ...rule, explode: false }, ','),
  spaceDelimited: (text, rule) => splitBy(text, { ...rule, explode: false }, /%20|\+| /),
  pipeDelimited: (text, rule) => splitBy(text, { ...rule, explode: false }, /%7C|\|/i),
};

export function splitValue(text: string, rule: SplitRule): WireValue {
  if (rule.style === 'deepObject') return malformed('The value has to be given as name[property]=value');
  return splitters[rule.style](text, rule);
}

function splitBy(text: string, rule: SplitRule, delimiter: string | RegExp): WireValue {
  if (rule.kind === 'primitive') return { kind: 'primitive', text };
  const parts = text.split(delimiter);
  if (rule.kind === 'array') return { kind: 'array', items: parts };
  return rule.explode ? toEntries(parts) : alternating(parts);
}

function splitMatrix(text: string, rule: SplitRule): WireValue {
  const { name, explode, kind } = rule;
  if (!text.startsWith(';')) return malformed('The value has to begin with ";"');
  const parts = text.slice(1).split(';');
  if (explode && kind === 'object') return toEntries(parts);
  const values = parts.map((part) => textOf(part, name));
  if (values.includes(undefined)) return malformed(`Every part has to be ";${name}=…"`);
  const texts = values.filter((value) => value !== undefined);
  if (explode && kind === 'array') return { kind: 'array', items: texts };
  if (texts.length > 1) return malformed('The value is given more than once');
  return splitBy(texts[0] ?? '', { ...rule, explode: false }, ',');
}

// RFC 6570 §3.2.7: ';name' alone is the empty string.
function textOf(part: string, name: string): string | undefined {
  if (part === name) return '';
  return part.startsWith(`${name}=`) ? part.slice(name.length + 1) : undefined;
}

function toEntries(parts: readonly string[]): WireValue {
  const entries: (readonly [string, string])[] = [];
  for (const part of parts) {
    const mark = part.indexOf('=');
    if (mark === -1) return malformed('Every part has to be property=value');
    entries.push([part.slice(0, mark), part.slice(mark + 1)]);
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
  return { kind: 'malformed', detail };
}
