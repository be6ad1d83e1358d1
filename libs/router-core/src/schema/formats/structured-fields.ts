import { asciiSet, digits, letters } from './characters.ts';
import { isBase64 } from './text-formats.ts';

/** `sf-string` (RFC 8941 §3.3.3): printable ASCII in quotes; only quotes and backslashes are escaped. */
export function isStructuredString(text: string): boolean {
  const last = text.length - 1;
  if (last < 1 || text.charCodeAt(0) !== 34 || text.charCodeAt(last) !== 34) return false;
  for (let at = 1; at < last; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || code === 34) return false;
    if (code !== 92) continue;
    at += 1;
    const escaped = text.charCodeAt(at);
    if (at === last || (escaped !== 34 && escaped !== 92)) return false;
  }
  return true;
}

const tokenCharacters = `${letters}${digits}!#$%&'*+-.^_\`|~`;
const inToken = asciiSet(tokenCharacters);
const inStructuredToken = asciiSet(`${tokenCharacters}:/`);
const startsStructuredToken = asciiSet(`${letters}*`);

/** `sf-token` (RFC 8941 §3.3.4). */
export function isStructuredToken(text: string): boolean {
  return startsStructuredToken(text.charCodeAt(0)) && skipWhile(text, 1, inStructuredToken) === text.length;
}

/** `sf-binary` (RFC 8941 §3.3.5): base64 between colons. */
export function isStructuredBinary(text: string): boolean {
  return text.length >= 2 && text.startsWith(':') && text.endsWith(':') && isBase64(text.slice(1, -1));
}

/** `sf-boolean` (RFC 8941 §3.3.6). */
export function isStructuredBoolean(text: string): boolean {
  return text === '?0' || text === '?1';
}

/** `media-range` (RFC 9110 §12.5.1): a media type, of which the subtype or both may be `*`, and its parameters. */
export function isMediaRange(text: string): boolean {
  const slash = skipToken(text, 0);
  if (slash < 1 || text.charCodeAt(slash) !== 47) return false;
  const end = skipToken(text, slash + 1);
  if (end === slash + 1) return false;
  // `*` is a character of tokens, but no type is named by it alone with a subtype.
  if (text.slice(0, slash) === '*' && text.slice(slash + 1, end) !== '*') return false;
  return skipParameters(text, end) === text.length;
}

function skipToken(text: string, start: number): number {
  return skipWhile(text, start, inToken);
}

function skipWhile(text: string, start: number, allowed: (code: number) => boolean): number {
  let at = start;
  while (at < text.length && allowed(text.charCodeAt(at))) at += 1;
  return at;
}

const isBlank = (code: number): boolean => code === 32 || code === 9;

// RFC 9110 §5.6.6: `*( OWS ";" OWS [ parameter ] )`
function skipParameters(text: string, start: number): number {
  let end = start;
  for (;;) {
    const semicolon = skipWhile(text, end, isBlank);
    if (text.charCodeAt(semicolon) !== 59) return end;
    const name = skipWhile(text, semicolon + 1, isBlank);
    const equals = skipToken(text, name);
    if (equals === name) {
      end = semicolon + 1;
      continue;
    }
    if (text.charCodeAt(equals) !== 61) return end;
    const value = text.charCodeAt(equals + 1) === 34 ? skipQuoted(text, equals + 1) : skipToken(text, equals + 1);
    if (value <= equals + 1) return end;
    end = value;
  }
}

// RFC 9110 §5.6.4. Position behind the closing quote; 0 when there is none.
function skipQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 92) at += 1;
    const content = text.charCodeAt(at);
    if ((content < 0x20 && content !== 9) || content === 0x7f || content > 0xff || Number.isNaN(content)) return 0;
  }
  return 0;
}
