import type { ParameterStyle } from '@brrt/service-model';
import { encodeUnreserved, escapingAlso, nameEncoderOf, textEncoderOf } from './encode-text.ts';
import { splitList } from './split-list.ts';
import { type Parts, toDeepParts, toParts } from './value-parts.ts';

/** What the encoder has to know of a parameter; a `Parameter` of the model fits. */
export interface EncodeRule {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring';
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
}

/** @throws TypeError for a value that the style cannot carry */
export type ParameterEncoder = (value: unknown) => string;

/**
 * One row per style, the other direction of `split-value.ts` and `compile-fields.ts` (OpenAPI 3.2 §4.12.6, RFC 6570).
 * Null and undefined are the empty text. Arrays and objects inside of others are written as they are read: see `toParts`.
 */
export function compileParameterEncoder(rule: EncodeRule): ParameterEncoder {
  if (rule.style === 'deepObject') return compileDeep(rule);
  const encode = compilers[rule.style](rule);
  const repeatsNames = rule.style === 'form' && rule.explode;
  return (value) => encode(toParts(value, { repeatsNames }));
}

/** As `compileParameterEncoder`, for one value. */
export function encodeParameter(rule: EncodeRule, value: unknown): string {
  return compileParameterEncoder(rule)(value);
}

/** Name and value of every piece of an exploded form: `encodeFields({ tags: ['a', 'b'] })` is `tags=a&tags=b`. */
export function encodeFields(fields: Readonly<Record<string, unknown>>): string {
  const rule = { in: 'query', style: 'form', explode: true, allowReserved: false } as const;
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => encodeParameter({ ...rule, name }, value))
    .filter((text) => text !== '')
    .join('&');
}

type PartsEncoder = (parts: Parts) => string;

const compilers: Readonly<Record<Exclude<ParameterStyle, 'deepObject'>, (rule: EncodeRule) => PartsEncoder>> = {
  simple: (rule) => joiner(rule, { delimiter: ',', escaped: /,/g }),
  label: (rule) => {
    const how = rule.explode ? { delimiter: '.', escaped: /\./g } : { delimiter: ',', escaped: /,/g };
    const join = joiner(rule, how);
    return (parts) => `.${join(parts)}`;
  },
  matrix: compileMatrix,
  form: (rule) => compilePairs(rule, { between: '&', within: { delimiter: ',', escaped: /,/g } }),
  cookie: (rule) => compilePairs(rule, { between: '; ', within: { delimiter: ',' } }),
  spaceDelimited: (rule) => compileDelimited(rule, '%20'),
  pipeDelimited: (rule) => compileDelimited(rule, '%7C'),
};

interface Delimiter {
  readonly delimiter: string;
  /** Escapes it where it is a part of an element; an element that contains the delimiter is refused without it. */
  readonly escaped?: RegExp;
}

/** All parts in one text. */
function joiner(rule: Omit<EncodeRule, 'name'>, { delimiter, escaped }: Delimiter): PartsEncoder {
  const encode = textEncoderOf(rule);
  const isRaw = rule.in === 'header';
  const part = escaped === undefined || isRaw ? encode : escapingAlso(encode, escaped);
  const name = escaped === undefined || isRaw ? nameEncoderOf(rule) : escapingAlso(nameEncoderOf(rule), escaped);
  const check = isRaw ? refuseDividedHeader : (texts: readonly string[]) => refuseDivided(texts, delimiter);
  const join = (texts: readonly string[]): string => {
    check(texts);
    return texts.join(delimiter);
  };
  return (parts) => {
    if ('text' in parts) return encode(parts.text);
    if ('items' in parts) return join(parts.items.map(part));
    if (rule.explode) return join(parts.entries.map(([key, value]) => `${name(key)}=${part(value)}`));
    return join(parts.entries.flatMap(([key, value]) => [name(key), part(value)]));
  };
}

function refuseDivided(texts: readonly string[], delimiter: string): void {
  if (texts.length > 0 && texts.some((text) => text.includes(delimiter))) throw dividedElement();
}

// A comma inside of a quoted string divides nothing.
function refuseDividedHeader(texts: readonly string[]): void {
  const divided = splitList(texts.join(','));
  const isSame = divided.length === texts.length && divided.every((text, index) => text === texts[index]);
  if (!isSame && texts.length > 0) throw dividedElement();
}

function dividedElement(): TypeError {
  return new TypeError('An element contains the delimiter of its style');
}

function compileMatrix(rule: EncodeRule): PartsEncoder {
  const encode = escapingAlso(textEncoderOf(rule), /;/g);
  const join = joiner({ ...rule, explode: false }, { delimiter: ',', escaped: /[,;]/g });
  const name = encodeUnreserved(rule.name);
  const one = (key: string, text: string): string => (text === '' ? `;${key}` : `;${key}=${text}`);
  return (parts) => {
    if ('text' in parts) return one(name, encode(parts.text));
    if (!rule.explode) return one(name, join(parts));
    if ('items' in parts) return parts.items.map((item) => one(name, encode(item))).join('');
    return parts.entries.map(([key, value]) => one(encodeUnreserved(key), encode(value))).join('');
  };
}

// These have no exploded form.
function compileDelimited(rule: EncodeRule, delimiter: string): PartsEncoder {
  return compilePairs({ ...rule, explode: false }, { between: '&', within: { delimiter } });
}

interface Pairs {
  /** Between pairs of an exploded value. */
  readonly between: string;
  /** Between the parts of one that is not. */
  readonly within: Delimiter;
}

function compilePairs(rule: EncodeRule, { between, within }: Pairs): PartsEncoder {
  const encode = textEncoderOf(rule);
  const encodeName = nameEncoderOf(rule);
  const join = joiner({ ...rule, explode: false }, within);
  const start = `${encodeName(rule.name)}=`;
  return (parts) => {
    if (!rule.explode || 'text' in parts) return start + join(parts);
    if ('items' in parts) return parts.items.map((item) => start + encode(item)).join(between);
    return parts.entries.map(([key, value]) => `${encodeName(key)}=${encode(value)}`).join(between);
  };
}

function compileDeep(rule: EncodeRule): ParameterEncoder {
  const encode = textEncoderOf(rule);
  const start = encodeUnreserved(rule.name);
  const bracket = (key: string): string => {
    if (/[[\]]/.test(key)) throw new TypeError('A property in style deepObject cannot have brackets in its name');
    return `%5B${encodeUnreserved(key)}%5D`;
  };
  return (value) => {
    const parts = toDeepParts(value);
    if (parts === undefined) throw new TypeError(`Parameter ${rule.name} in style deepObject has to be an object`);
    return parts.map(([keys, text]) => `${start}${keys.map(bracket).join('')}=${encode(text)}`).join('&');
  };
}
