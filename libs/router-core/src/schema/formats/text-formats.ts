import { asciiSet, digits, isHex, letters } from './characters.ts';

/** `uuid` (RFC 9562 §4) in either case. */
export function isUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (const dash of dashes) if (text.charCodeAt(dash) !== 45) return false;
  let at = 0;
  for (const end of dashes) {
    if (!isHexUntil(text, at, end)) return false;
    at = end + 1;
  }
  return isHexUntil(text, at, 36);
}

const dashes = [8, 13, 18, 23] as const;
const hexDigits = new Uint8Array(128).map((_, code) => (isHex(code) ? 1 : 0));

function isHexUntil(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (hexDigits[text.charCodeAt(at)] !== 1) return false;
  return true;
}

const longestPattern = 65_536;

/** `regex`: a pattern that ECMA-262 takes with the flag `u` (JSON Schema 2020-12 core §6.4). */
export function isRegex(text: string): boolean {
  if (text.length > longestPattern) return false;
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** `json-pointer` (RFC 6901 §3), not as a URI fragment. */
export function isJsonPointer(text: string): boolean {
  return isPointerFrom(text, 0);
}

function isPointerFrom(text: string, start: number): boolean {
  if (start === text.length) return true;
  if (text.charCodeAt(start) !== 47) return false;
  for (let at = text.indexOf('~', start); at >= 0; at = text.indexOf('~', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next !== 48 && next !== 49) return false;
  }
  return true;
}

/** `relative-json-pointer` (draft-bhutton-relative-json-pointer-00), without index manipulation. */
export function isRelativeJsonPointer(text: string): boolean {
  const prefix = /^(?:0|[1-9][0-9]*)/.exec(text)?.[0].length ?? 0;
  return prefix > 0 && (text.slice(prefix) === '#' || isPointerFrom(text, prefix));
}

const inBase64 = asciiSet(`${letters}${digits}+/`);
const inBase64Url = asciiSet(`${letters}${digits}-_`);

/** `byte` (RFC 4648 §4): base64 with padding, no line breaks. */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const end = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  return isAll(text, end, inBase64);
}

/** `base64url` (RFC 4648 §5), padding optional. */
export function isBase64Url(text: string): boolean {
  const end = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  return end % 4 !== 1 && (end === text.length || text.length % 4 === 0) && isAll(text, end, inBase64Url);
}

function isAll(text: string, end: number, allowed: (code: number) => boolean): boolean {
  for (let at = 0; at < end; at += 1) if (!allowed(text.charCodeAt(at))) return false;
  return true;
}

/** `char`: one character, which may take two UTF-16 units. */
export function isCharacter(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}
