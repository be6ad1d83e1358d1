/** Octets from `first` to `last`, both included. */
export interface OctetRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Which octets a `Range` header asks for (RFC 9110 §14.1.2). Undefined: the whole, because the header is absent, not
 * understood or asks for several ranges; `unsatisfiable`: the range begins behind the end.
 */
export function selectRange(header: string | undefined, size: number): OctetRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header ?? '');
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '') return to === '' ? undefined : suffix(Number(to), size);
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= size ? 'unsatisfiable' : { first, last };
}

function suffix(length: number, size: number): OctetRange | 'unsatisfiable' {
  if (length === 0 || size === 0) return 'unsatisfiable';
  return { first: Math.max(0, size - length), last: size - 1 };
}
