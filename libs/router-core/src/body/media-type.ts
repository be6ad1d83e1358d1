/** A media type or media range (RFC 9110 §8.3.1, §12.5.1), names in lower case. */
export interface ParsedMediaType {
  /** As it was read. */
  readonly text: string;
  /** `application`, or `*` in a range. */
  readonly type: string;
  /** `json`, `problem+json`, or `*` in a range. */
  readonly subtype: string;
  /** `application/json`, without parameters. */
  readonly essence: string;
  /** By lower-case name, values as sent without their quotes. No prototype. */
  readonly parameters: Readonly<Record<string, string>>;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const quoted = '"(?:[\\t \\x21\\x23-\\x5B\\x5D-\\x7E\\x80-\\xFF]|\\\\[\\t \\x21-\\x7E\\x80-\\xFF])*"';
const essencePattern = new RegExp(`^[ \\t]*(${token})/(${token})`);
const parameterPattern = new RegExp(`[ \\t]*;[ \\t]*(?:(${token})=(?:(${token})|(${quoted})))?`, 'y');
const trailingSpace = /[ \t]*$/y;

/**
 * Reads one media type strictly (RFC 9110 §8.3.1): two tokens, then parameters with token or quoted values.
 * Undefined for anything else, a repeated parameter included. Linear in the length of `text`.
 */
export function parseMediaType(text: string): ParsedMediaType | undefined {
  const start = essencePattern.exec(text);
  if (start === null) return undefined;
  const type = (start[1] ?? '').toLowerCase();
  const subtype = (start[2] ?? '').toLowerCase();
  const parameters = parseParameters(text, start[0].length);
  return parameters === undefined ? undefined : { text, type, subtype, essence: `${type}/${subtype}`, parameters };
}

function parseParameters(text: string, from: number): Record<string, string> | undefined {
  const parameters: Record<string, string> = Object.create(null);
  let position = from;
  for (;;) {
    parameterPattern.lastIndex = position;
    const match = parameterPattern.exec(text);
    if (match === null) break;
    position = parameterPattern.lastIndex;
    const name = match[1]?.toLowerCase();
    if (name === undefined) continue;
    if (name in parameters) return undefined;
    parameters[name] = match[2] ?? unquote(match[3] ?? '');
  }
  trailingSpace.lastIndex = position;
  return trailingSpace.test(text) ? parameters : undefined;
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, '$1');
}

/**
 * The declared media type or range that takes a body sent as `contentType`, the most specific first and the order of
 * the contract between equals. Declared parameters have to be sent too (OpenAPI 3.1 §4.8.14: the most specific key
 * applies); an unsent `charset` counts as `utf-8`, and a declared `boundary` is ignored.
 */
export function matchContentType(contentType: string, declared: readonly string[]): string | undefined {
  const sent = parseMediaType(contentType);
  return sent === undefined ? undefined : matchParsed(sent, declared);
}

/** `image/*`, `*∕*`, `application/*+json`: what is sent has a more specific type. */
export function isMediaRange(mediaType: string): boolean {
  return (mediaType.split(';', 1)[0] ?? '').includes('*');
}

/** As `matchContentType`, for a content type that is parsed already. */
export function matchParsed(sent: ParsedMediaType, declared: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestRank = 0;
  for (const candidate of declared) {
    const range = parseMediaType(candidate);
    const rank = range === undefined ? 0 : rankOf(range, sent);
    if (rank <= bestRank) continue;
    best = candidate;
    bestRank = rank;
  }
  return best;
}

/** 0: `range` does not take `sent`. Else higher for the more specific: any, one type, a suffix, exact, with parameters. */
export function rankOf(range: ParsedMediaType, sent: ParsedMediaType): number {
  const rank = rankOfEssence(range, sent);
  if (rank === 0) return 0;
  let required = 0;
  for (const [name, value] of Object.entries(range.parameters)) {
    if (name === 'boundary') continue;
    const given = sent.parameters[name] ?? (name === 'charset' ? 'utf-8' : undefined);
    if (given === undefined || !sameParameter(name, value, given)) return 0;
    required += 1;
  }
  return rank + required;
}

function rankOfEssence(range: ParsedMediaType, sent: ParsedMediaType): number {
  if (range.essence === sent.essence) return 400;
  if (range.essence === '*/*') return 100;
  if (range.type !== sent.type) return 0;
  if (range.subtype === '*') return 200;
  // `application/*+json` is no range of RFC 9110, yet contracts use it for every type with the suffix (RFC 6839).
  return range.subtype.startsWith('*+') && sent.subtype.endsWith(range.subtype.slice(1)) ? 300 : 0;
}

function sameParameter(name: string, declared: string, given: string): boolean {
  return name === 'charset' ? declared.toLowerCase() === given.toLowerCase() : declared === given;
}
