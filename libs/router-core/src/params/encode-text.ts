import type { ParameterStyle } from '@brrt/service-model';

/** Text of a value or a name → what stands on the wire. */
export type EncodeText = (text: string) => string;

export interface TextPlace {
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring';
  readonly style: ParameterStyle;
  readonly allowReserved: boolean;
}

/**
 * How values are escaped at a place. Headers and style cookie take no escapes (OpenAPI 3.2 §4.12.2.2), everything else is
 * percent-encoded, with `allowReserved` less of it.
 */
export function textEncoderOf({ in: place, style, allowReserved }: TextPlace): EncodeText {
  if (style === 'cookie') return encodeCookieText;
  if (place === 'header') return encodeHeaderText;
  return allowReserved ? (reservedEncoders[place] ?? encodeUnreserved) : encodeUnreserved;
}

/** How names are escaped at a place. */
export function nameEncoderOf({ in: place, style }: TextPlace): EncodeText {
  return style === 'cookie' || place === 'header' ? encodeToken : encodeUnreserved;
}

/** The same with more characters escaped. */
export function escapingAlso(encode: EncodeText, characters: RegExp): EncodeText {
  return (text) => encode(text).replaceAll(characters, escapeCharacter);
}

/** RFC 3986 §2.3: everything but the unreserved characters. */
export function encodeUnreserved(text: string): string {
  return encodeComponent(text).replaceAll(/[!'()*]/g, escapeCharacter);
}

/** Literal text of a path template, as a client has to send it; escapes that are written in the template stay. */
export function encodeLiteral(text: string): string {
  return encodeURI(text).replaceAll(/%25([\da-fA-F]{2})/g, '%$1');
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * Reserved expansion (RFC 6570 §3.2.3): reserved characters and triplets such as `%2F` pass. The characters that would end or
 * divide the value at its place are escaped all the same: what they do there is undefined (OpenAPI 3.2 §4.12.5).
 */
function compileReserved(passing: string): EncodeText {
  const escapes = new Map([...passing].map((character) => [escapeCharacter(character), character]));
  const restore = (triplet: string): string => escapes.get(triplet) ?? triplet;
  return (text) =>
    text
      .split(/(%[0-9A-Fa-f]{2})/)
      .map((piece, index) => (index % 2 === 1 ? piece : encodeUnreserved(piece).replaceAll(/%[0-9A-F]{2}/g, restore)))
      .join('');
}

const reservedEncoders: Readonly<Partial<Record<TextPlace['in'], EncodeText>>> = {
  // Not `/`, `?`, `#` (OpenAPI 3.2 §4.8.2), nor `[` and `]`, which no path has (RFC 3986 §3.3).
  path: compileReserved(":@!$&'()*+,;="),
  // Not `&`, `=` and `+` of a form, nor `#`, `[`, `]`, which no query has (RFC 3986 §3.4).
  query: compileReserved(":/?@!$'()*,;"),
  // Not `&`, nor what no cookie has (RFC 6265 §4.1.1).
  cookie: compileReserved(":/?#[]@!$'()*+="),
};

// RFC 9110 §5.5: visible ASCII, blank, tab and the upper half of Latin-1; no line ends and no NUL, whatever the caller passes.
const notInHeaders = /[^\t\u0020-\u007e\u0080-\u00ff]/;
// RFC 6265 §4.1.1 cookie-octet, and the blank within, which OpenAPI 3.2 §4.12.7 has in an example.
const notInCookies = /^ | $|[^\u0020\u0021\u0023-\u002b\u002d-\u003a\u003c-\u005b\u005d-\u007e]/;

// What divides names from values and these from others.
const notInNames = /[^\u0021\u0023-\u002b\u002d-\u003a\u003c\u003e-\u005b\u005d-\u007e]/;

const encodeToken = refuseIn(notInNames, 'A name that is not escaped');
const encodeHeaderText = refuseIn(notInHeaders, 'A header');
const encodeCookieText = refuseIn(notInCookies, 'A cookie');

function refuseIn(forbidden: RegExp, what: string): EncodeText {
  return (text) => {
    if (forbidden.test(text)) throw new TypeError(`${what} cannot carry all characters of the value`);
    return text;
  };
}

function encodeComponent(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new TypeError('A parameter must not contain lone surrogates', { cause });
  }
}
