import { asciiSet, digits, isAlphanumeric, isDigit, isLetter, isPercentEncoded, letters } from './characters.ts';
import { isIpv6 } from './internet-names.ts';

type CharacterTest = (code: number) => boolean;

/** RFC 3986 §2: unreserved and sub-delims, then what each component adds to them. */
const common = `${letters}${digits}-._~!$&'()*+,;=`;
const inScheme = asciiSet(`${letters}${digits}+-.`);

interface Alphabet {
  readonly userInfo: CharacterTest;
  readonly host: CharacterTest;
  readonly path: CharacterTest;
  readonly query: CharacterTest;
}

const ascii: Alphabet = {
  userInfo: asciiSet(`${common}:`),
  host: asciiSet(common),
  path: asciiSet(`${common}:@/`),
  query: asciiSet(`${common}:@/?`),
};

/** RFC 3987 §2.2: `ucschar`; surrogates stand for the planes above the first. Noncharacters are out. */
const isUcs: CharacterTest = (code) =>
  (code >= 0xa0 && code <= 0xdfff) || (code >= 0xf900 && code <= 0xfdcf) || (code >= 0xfdf0 && code <= 0xffef);
const isPrivate: CharacterTest = (code) => code >= 0xe000 && code <= 0xf8ff;

const international: Alphabet = {
  userInfo: (code) => ascii.userInfo(code) || isUcs(code),
  host: (code) => ascii.host(code) || isUcs(code),
  path: (code) => ascii.path(code) || isUcs(code),
  query: (code) => ascii.query(code) || isUcs(code) || isPrivate(code),
};

/** `uri` (RFC 3986 §3): with a scheme. */
export const isUri = (text: string): boolean => isAbsolute(text, ascii);

/** `uri-reference` (RFC 3986 §4.1). */
export const isUriReference = (text: string): boolean => isReference(text, ascii);

/** `iri` (RFC 3987 §2.2). */
export const isIri = (text: string): boolean => isAbsolute(text, international);

/** `iri-reference` (RFC 3987 §2.2). */
export const isIriReference = (text: string): boolean => isReference(text, international);

function isAbsolute(text: string, alphabet: Alphabet): boolean {
  const colon = schemeEnd(text);
  return colon > 0 && isHierarchy(text, colon + 1, alphabet);
}

function isReference(text: string, alphabet: Alphabet): boolean {
  if (isAbsolute(text, alphabet)) return true;
  // RFC 3986 §4.2: a colon in the first segment of a relative reference would be read as a scheme.
  const colon = text.indexOf(':');
  const end = text.search(/[/?#]/);
  return (colon < 0 || (end >= 0 && end < colon)) && isHierarchy(text, 0, alphabet);
}

/** Position of the colon after the scheme; -1 without one. */
function schemeEnd(text: string): number {
  if (!isLetter(text.charCodeAt(0))) return -1;
  let at = 1;
  while (inScheme(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === 58 ? at : -1;
}

function isHierarchy(text: string, start: number, alphabet: Alphabet): boolean {
  let at = start;
  if (text.startsWith('//', at)) {
    at = skipAuthority(text, at + 2, alphabet);
    if (at < 0) return false;
  }
  at = skip(text, at, alphabet.path);
  if (text.charCodeAt(at) === 63) at = skip(text, at + 1, alphabet.query);
  if (text.charCodeAt(at) === 35) at = skip(text, at + 1, alphabet.query);
  return at === text.length;
}

/** Position after as many characters of a component as stand there. */
function skip(text: string, start: number, allowed: CharacterTest): number {
  let at = start;
  while (at < text.length) {
    if (allowed(text.charCodeAt(at))) at += 1;
    else if (isPercentEncoded(text, at)) at += 3;
    else return at;
  }
  return at;
}

/** Position after the authority, where a path, query or fragment may begin; -1 when it is none. */
function skipAuthority(text: string, start: number, alphabet: Alphabet): number {
  let at = skip(text, start, alphabet.userInfo);
  at = text.charCodeAt(at) === 64 ? at + 1 : start;
  if (text.charCodeAt(at) === 91) {
    const close = text.indexOf(']', at);
    if (close < 0 || !isIpLiteral(text.slice(at + 1, close))) return -1;
    at = close + 1;
  } else at = skip(text, at, alphabet.host);
  if (text.charCodeAt(at) === 58) {
    at += 1;
    while (isDigit(text.charCodeAt(at))) at += 1;
  }
  const next = text.charCodeAt(at);
  return Number.isNaN(next) || next === 47 || next === 63 || next === 35 ? at : -1;
}

const inFutureAddress = asciiSet(`${common}:`);

/** RFC 3986 §3.2.2: IPv6address or IPvFuture. */
function isIpLiteral(text: string): boolean {
  const [letter = ''] = text;
  if (letter !== 'v' && letter !== 'V') return isIpv6(text);
  const dot = text.indexOf('.');
  const version = text.slice(1, dot);
  return dot > 1 && /^[0-9a-f]+$/i.test(version) && dot + 1 < text.length && skipAll(text.slice(dot + 1));
}

function skipAll(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!inFutureAddress(text.charCodeAt(at))) return false;
  return true;
}

const templateOperators = asciiSet('+#./;?&=,!@|');

/** `uri-template` (RFC 6570 §2). */
export function isUriTemplate(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 123) {
      const close = text.indexOf('}', at);
      if (close < 0 || !isExpression(text.slice(at + 1, close))) return false;
      at = close + 1;
    } else if (code === 37) {
      if (!isPercentEncoded(text, at)) return false;
      at += 3;
    } else if (isLiteral(code)) at += 1;
    else return false;
  }
  return true;
}

// RFC 6570, erratum 6937: an apostrophe is a literal.
const isForbiddenLiteral = asciiSet('"<>\\^`{|}');
const isLiteral: CharacterTest = (code) => code > 0x20 && code !== 0x7f && !isForbiddenLiteral(code);

function isExpression(text: string): boolean {
  const list = templateOperators(text.charCodeAt(0)) ? text.slice(1) : text;
  return list.split(',').every(isVariable);
}

function isVariable(text: string): boolean {
  const [, name = '', modifier = ''] = /^([^:*]*)(.*)$/s.exec(text) ?? [];
  if (!/^(?:\*|:[1-9][0-9]{0,3})?$/.test(modifier) || name === '') return false;
  let at = 0;
  let afterDot = true;
  while (at < name.length) {
    const code = name.charCodeAt(at);
    if (code === 46) {
      if (afterDot) return false;
      afterDot = true;
      at += 1;
      continue;
    }
    if (isPercentEncoded(name, at)) at += 3;
    else if (isAlphanumeric(code) || code === 95) at += 1;
    else return false;
    afterDot = false;
  }
  return !afterDot;
}
