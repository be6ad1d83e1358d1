import { decodeQueryText } from './decode-percent.ts';

/** One `name=value` of a query or form, names decoded, values as sent. */
export interface QueryPair {
  readonly name: string;
  readonly raw: string;
}

/** More pairs than this are not looked at: nobody's contract needs them. */
export const maximumPairs = 1000;

/** Undefined: more than `maximumPairs`. Empty pieces between `&` do not count. A name that cannot be decoded stays as sent. */
export function parsePairs(
  text: string,
  decode: (raw: string) => string | undefined,
): readonly QueryPair[] | undefined {
  const pairs = new Array<QueryPair>(countPieces(text));
  let count = 0;
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = text.length;
    if (end > start) {
      if (count === maximumPairs) return undefined;
      const mark = text.indexOf('=', start);
      const nameEnd = mark === -1 || mark > end ? end : mark;
      const rawName = text.slice(start, nameEnd);
      const raw = nameEnd === end ? '' : text.slice(nameEnd + 1, end);
      pairs[count++] = { name: decode(rawName) ?? rawName, raw };
    }
    start = end + 1;
  }
  pairs.length = count;
  return pairs;
}

/** At most: the list has its length at once, for one that grows takes room for sixteen more. */
function countPieces(text: string): number {
  let count = 1;
  for (let at = text.indexOf('&'); at !== -1 && count < maximumPairs; at = text.indexOf('&', at + 1)) count++;
  return count;
}

/** A query without the pairs of these names; what is left stays octet for octet. */
export function withoutPairs(query: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return query;
  const isKept = (pair: string): boolean => {
    const [raw = ''] = pair.split('=', 1);
    return !names.has(decodeQueryText(raw) ?? raw);
  };
  return query.split('&').filter(isKept).join('&');
}
