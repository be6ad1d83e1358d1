import type { OctetRange } from '../../ports/handler.ts';

/** More ranges than this are not worth an answer in parts (RFC 9110 §14.2). */
const mostRanges = 16;

/**
 * Which octets a `Range` header asks for (RFC 9110 §14.1.2). Undefined: the whole, because the header is absent, not
 * understood, or asks for more than there is; `unsatisfiable`: every range begins behind the end.
 */
export function selectRanges(
  header: string | undefined,
  size: number,
): readonly OctetRange[] | 'unsatisfiable' | undefined {
  const set = /^bytes=(.*)$/i.exec(header ?? '')?.[1];
  if (set === undefined) return undefined;
  const specifiers = set.split(',').map((specifier) => specifier.trim());
  if (specifiers.length > mostRanges) return undefined;
  const ranges: OctetRange[] = [];
  for (const specifier of specifiers) {
    const range = readRange(specifier, size);
    if (range === undefined) return undefined;
    if (range !== 'unsatisfiable') ranges.push(range);
  }
  if (ranges.length === 0) return 'unsatisfiable';
  // Overlapping or many small ranges that come to more than the whole are an attack, or a mistake.
  const total = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return total > size ? undefined : ranges;
}

function readRange(specifier: string, size: number): OctetRange | 'unsatisfiable' | undefined {
  const match = /^(\d*)-(\d*)$/.exec(specifier);
  const [, from = '', to = ''] = match ?? [];
  if (match === null || (from === '' && to === '')) return undefined;
  if (from === '') {
    const length = Number(to);
    return length === 0 || size === 0 ? 'unsatisfiable' : { first: Math.max(0, size - length), last: size - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return undefined;
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first >= size ? 'unsatisfiable' : { first, last };
}
