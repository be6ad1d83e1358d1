import type { ParameterStyle } from '@brrt/service-model';

/** What the encoder has to know of a parameter; a `Parameter` of the model fits. */
export interface EncodeRule {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring';
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
}

type Encode = (text: string) => string;
type Value =
  | { readonly text: string }
  | { readonly items: readonly string[] }
  | { readonly entries: readonly (readonly [string, string])[] };
type Encoder = (value: Value, rule: EncodeRule, encode: Encode) => string;

/**
 * One row per style, the other direction of `split-value.ts` and `compile-fields.ts` (OpenAPI 3.2 §4.12.6, RFC 6570).
 * Null and undefined are the empty text; nested values have no form in any style.
 * @throws TypeError for a value that the style cannot carry
 */
export function encodeParameter(rule: EncodeRule, value: unknown): string {
  return encoders[rule.style](toValue(value), rule, encoderOf(rule));
}

/** Name and value of every piece of an exploded form, for bodies: `encodeFields({ tags: ['a', 'b'] })` is `tags=a&tags=b`. */
export function encodeFields(fields: Readonly<Record<string, unknown>>): string {
  const rule = { in: 'query', style: 'form', explode: true, allowReserved: false } as const;
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => encodeParameter({ ...rule, name }, value))
    .filter((text) => text !== '')
    .join('&');
}

const encoders: Readonly<Record<ParameterStyle, Encoder>> = {
  simple: (value, rule, encode) => join(value, encode, { between: ',', explode: rule.explode }),
  label: (value, rule, encode) =>
    `.${join(value, encode, { between: rule.explode ? '.' : ',', explode: rule.explode })}`,
  matrix: encodeMatrix,
  form: (value, rule, encode) => encodePairs(value, rule, encode, { between: '&', within: ',' }),
  cookie: (value, rule, encode) => encodePairs(value, rule, encode, { between: '; ', within: ',' }),
  spaceDelimited: (value, rule, encode) =>
    encodePairs(value, { ...rule, explode: false }, encode, { between: '&', within: '%20' }),
  pipeDelimited: (value, rule, encode) =>
    encodePairs(value, { ...rule, explode: false }, encode, { between: '&', within: '%7C' }),
  deepObject: encodeDeep,
};

function join(value: Value, encode: Encode, how: { readonly between: string; readonly explode: boolean }): string {
  if ('text' in value) return encode(value.text);
  if ('items' in value) return value.items.map((item) => refuseDelimiter(encode(item), how.between)).join(how.between);
  return value.entries
    .map(([name, text]) => encode(name) + (how.explode ? '=' : how.between) + encode(text))
    .join(how.between);
}

// Where the delimiter is not escaped (headers), or escaped alike (`%20`, `%7C`), an element that contains it would be split.
function refuseDelimiter(text: string, delimiter: string): string {
  if (delimiter !== '.' && text.includes(delimiter))
    throw new TypeError('An element contains the delimiter of its style');
  return text;
}

function encodeMatrix(value: Value, rule: EncodeRule, encode: Encode): string {
  const one = (name: string, text: string): string => (text === '' ? `;${encode(name)}` : `;${encode(name)}=${text}`);
  if (!rule.explode || 'text' in value) return one(rule.name, join(value, encode, { between: ',', explode: false }));
  if ('items' in value) return value.items.map((item) => one(rule.name, encode(item))).join('');
  return value.entries.map(([name, text]) => one(name, encode(text))).join('');
}

function encodePairs(
  value: Value,
  rule: EncodeRule,
  encode: Encode,
  how: { readonly between: string; readonly within: string },
): string {
  const name = encode(rule.name);
  if (!rule.explode || 'text' in value)
    return `${name}=${join(value, encode, { between: how.within, explode: false })}`;
  if ('items' in value) return value.items.map((item) => `${name}=${encode(item)}`).join(how.between);
  return value.entries.map(([property, text]) => `${encode(property)}=${encode(text)}`).join(how.between);
}

function encodeDeep(value: Value, rule: EncodeRule, encode: Encode): string {
  if (!('entries' in value)) throw new TypeError(`Parameter ${rule.name} in style deepObject has to be an object`);
  return value.entries
    .map(([property, text]) => `${encode(rule.name)}%5B${encode(property)}%5D=${encode(text)}`)
    .join('&');
}

function toValue(value: unknown): Value {
  if (Array.isArray(value)) return { items: value.map(toText) };
  if (typeof value !== 'object' || value === null) return { text: toText(value) };
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return { entries: entries.map(([name, member]) => [name, toText(member)] as const) };
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw new TypeError('A parameter cannot carry nested values');
}

function encoderOf(rule: EncodeRule): Encode {
  if (rule.style === 'cookie') return encodeCookieText;
  if (rule.in === 'header') return encodeHeaderText;
  return rule.allowReserved && rule.in === 'query' ? encodeReserved : encodeUnreserved;
}

/** RFC 3986 §2.3: everything but the unreserved characters. */
export function encodeUnreserved(text: string): string {
  return encodeURIComponent(toWellFormed(text)).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

// Reserved characters stay, but for those that would end or split the value: & = + # , | and the percent sign itself.
function encodeReserved(text: string): string {
  return encodeURIComponent(toWellFormed(text)).replaceAll(/%(?:3A|2F|3F|40|24|3B)/g, (triplet) =>
    decodeURIComponent(triplet),
  );
}

// RFC 9110 §5.5: visible ASCII, blank, tab and the upper half of Latin-1; no line ends and no NUL, whatever the caller passes.
const notInHeaders = /[^\t\u0020-\u007e\u0080-\u00ff]/;
// RFC 6265 §4.1.1 cookie-octet.
const notInCookies = /[^\u0021\u0023-\u002b\u002d-\u003a\u003c-\u005b\u005d-\u007e]/;

const encodeHeaderText = refuseIn(notInHeaders, 'A header');
const encodeCookieText = refuseIn(notInCookies, 'A cookie');

function refuseIn(forbidden: RegExp, what: string): Encode {
  return (text) => {
    if (forbidden.test(text)) throw new TypeError(`${what} cannot carry all characters of the value`);
    return text;
  };
}

function toWellFormed(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A parameter must not contain lone surrogates');
  return text;
}
