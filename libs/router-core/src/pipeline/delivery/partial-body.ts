import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { SizedBody } from '../../body/index.ts';
import type { OctetRange } from '../../ports/handler.ts';
import type { SizedOctets } from '../../ports/http-message.ts';

/** Octets of which parts can be had. */
export type Divisible = Uint8Array | SizedOctets;

export function sizeOf(body: Divisible): number {
  return body instanceof Uint8Array ? body.length : body.size;
}

/** One part. */
export function takeRange(body: Divisible, range: OctetRange): Uint8Array | SizedOctets {
  if (body instanceof Uint8Array) return body.subarray(range.first, range.last + 1);
  return new SizedBody({ size: range.last - range.first + 1, stream: () => body.open(range) });
}

export function contentRange({ first, last }: OctetRange, size: number): string {
  return `bytes ${first}-${last}/${size}`;
}

/** Several parts as `multipart/byteranges` (RFC 9110 §14.6), each with its place. */
export function takeRanges(
  body: Divisible,
  ranges: readonly OctetRange[],
  contentType: string,
): { readonly contentType: string; readonly body: SizedOctets } {
  const boundary = randomBytes(16).toString('hex');
  const size = sizeOf(body);
  const heads = ranges.map((range) =>
    Buffer.from(
      `\r\n--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Range: ${contentRange(range, size)}\r\n\r\n`,
    ),
  );
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (const [index, range] of ranges.entries()) {
      yield heads[index] ?? end;
      const part = takeRange(body, range);
      if (part instanceof Uint8Array) yield part;
      else yield* part.open();
    }
    yield end;
  }
  const octets = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const total = heads.reduce((sum, head) => sum + head.length, octets + end.length);
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    body: new SizedBody({ size: total, stream: () => Readable.from(parts(), { objectMode: false }) }),
  };
}
