import { formats } from '../schema/formats.ts';
import type { Saying } from './expand-keywords.ts';
import type { Fact } from './fact.ts';

const int = (least: number | bigint, most: number | bigint): readonly Fact[] => [
  { about: 'multiple', of: 1, holds: true },
  { about: 'least', limit: least, isOpen: false },
  { about: 'most', limit: most, isOpen: false },
];

/** Formats of numbers that are nothing but a range of integers. */
const ranges: Readonly<Record<string, readonly Fact[]>> = {
  int8: int(-128, 127),
  int16: int(-32_768, 32_767),
  int32: int(-2_147_483_648, 2_147_483_647),
  uint8: int(0, 255),
  uint16: int(0, 65_535),
  uint32: int(0, 4_294_967_295),
  double: [],
  unixtime: [],
};

const safe = Number.MAX_SAFE_INTEGER;

/** Formats of wide integers: what has them lies in the first range, what has not lies outside of the second, in either way to read them. */
const wideRanges: Readonly<Record<string, { readonly inside: readonly Fact[]; readonly outside: readonly Fact[] }>> = {
  int64: { inside: int(-(2n ** 63n), 2n ** 63n - 1n), outside: int(-safe, safe) },
  uint64: { inside: int(0, 2n ** 64n - 1n), outside: int(0, safe) },
  'double-int': { inside: int(-safe, safe), outside: int(-safe, safe) },
};

/** A format as facts; without the property of a type it says nothing about values of that type. */
export function formatFacts(format: string, type: 'text' | 'number'): readonly Saying[] {
  if (!Object.hasOwn(formats, format) || formats[format]?.[type] === undefined) return [];
  const range = type === 'number' && Object.hasOwn(ranges, format) ? ranges[format] : undefined;
  if (range !== undefined) return range.map((fact) => ({ facts: [fact], otherwise: [[opposite(fact)]] }));
  const has = (holds: boolean): Fact => ({ about: 'format', format, holds });
  const wide = type === 'number' && Object.hasOwn(wideRanges, format) ? wideRanges[format] : undefined;
  if (wide !== undefined) {
    return [
      {
        facts: [has(true), ...wide.inside],
        otherwise: wide.outside.map((fact) => [has(false), opposite(fact)]),
      },
    ];
  }
  return [{ facts: [has(true), ...lengthOf(format, type)], otherwise: [[has(false)]] }];
}

function opposite(fact: Fact): Fact {
  if (fact.about === 'multiple') return { ...fact, holds: !fact.holds };
  if (fact.about === 'least') return { about: 'most', limit: fact.limit, isOpen: !fact.isOpen };
  return fact.about === 'most' ? { about: 'least', limit: fact.limit, isOpen: !fact.isOpen } : fact;
}

/** Formats whose texts are never shorter nor longer. */
const lengths: Readonly<Record<string, readonly [number, number]>> = {
  date: [10, 10],
  'date-time': [20, Number.POSITIVE_INFINITY],
  uuid: [36, 36],
  ipv4: [7, 15],
  email: [3, Number.POSITIVE_INFINITY],
};

function lengthOf(format: string, type: 'text' | 'number'): readonly Fact[] {
  const range = type === 'text' && Object.hasOwn(lengths, format) ? lengths[format] : undefined;
  return range === undefined ? [] : [{ about: 'length', least: range[0], most: range[1] }];
}
