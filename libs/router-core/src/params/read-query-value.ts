import { decodeQueryText } from './decode-percent.ts';
import { parsePairs } from './query-pairs.ts';

/** One value of a query, decoded. `isRepeated`: the name stands there more than once, and this is the first. */
export interface QueryValue {
  readonly value: string;
  readonly isRepeated: boolean;
}

/** Undefined when the name is absent, its value cannot be decoded, or the query has more than 1,000 pairs. */
export function readQueryValue(query: string, name: string): QueryValue | undefined {
  if (query === '') return undefined;
  const found = parsePairs(query, decodeQueryText)?.filter((pair) => pair.name === name) ?? [];
  const value = found[0] === undefined ? undefined : decodeQueryText(found[0].raw);
  return value === undefined ? undefined : { value, isRepeated: found.length > 1 };
}
