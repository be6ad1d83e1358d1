/** One value of a DER encoding (X.690 §8.1). */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly raw: Buffer;
}

/** The values that stand side by side in `bytes`; undefined when it is no DER. */
export function readDer(bytes: Buffer): readonly DerValue[] | undefined {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = readHead(bytes, at);
    if (head === undefined) return undefined;
    values.push({ tag: head.tag, content: bytes.subarray(head.from, head.to), raw: bytes.subarray(at, head.to) });
    at = head.to;
  }
  return values;
}

/** The values inside one with the tag; undefined when it has another, or is no DER. */
export function childrenOf(value: DerValue | undefined, tag: number): readonly DerValue[] | undefined {
  return value?.tag === tag ? readDer(value.content) : undefined;
}

function readHead(bytes: Buffer, at: number): { tag: number; from: number; to: number } | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  // Certificates have no tags above 30.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  // 0x80 is the indefinite length, which DER does not have.
  if (first === 0x80 || octets > 3) return undefined;
  const from = at + 2 + octets;
  if (from > bytes.length) return undefined;
  const to = from + (octets === 0 ? first : bytes.readUIntBE(at + 2, octets));
  return to > bytes.length ? undefined : { tag, from, to };
}
