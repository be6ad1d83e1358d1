import { Readable } from 'node:stream';
import type { OctetRange } from '../../ports/handler.ts';
import type { Encoded } from '../encode-body.ts';
import { SizedBody } from '../sized-body.ts';
import type { EncodedPart } from './multipart-encoder.ts';

/** Parts that are all there, as one body (RFC 2046 §5.1.1): in memory when they are, else a stream, its length known if theirs are. */
export function joinParts(parts: readonly EncodedPart<Encoded>[], boundary: string): Encoded {
  const pieces: readonly Encoded[] = [...parts.flatMap((part) => framed(part, boundary)), lastLine(boundary)];
  const whole = pieces.filter((piece) => typeof piece === 'string' || piece instanceof Uint8Array);
  if (whole.length === pieces.length) return Buffer.concat(whole.map((piece) => Buffer.from(piece)));
  const size = pieces.reduce((sum, piece) => sum + sizeOf(piece), 0);
  if (Number.isNaN(size))
    return Readable.from(readAll(pieces), { objectMode: false }).once('close', () => close(pieces));
  return new SizedBody({ size, stream: (range) => slice(readAll(pieces), range ?? { first: 0, last: size - 1 }) });
}

/** The same for parts that are still to come. */
export function streamParts(
  parts: AsyncIterable<EncodedPart<Encoded>> | Iterable<EncodedPart<Encoded>>,
  boundary: string,
): Readable {
  return Readable.from(frameEach(parts, boundary), { objectMode: false });
}

async function* frameEach(
  parts: AsyncIterable<EncodedPart<Encoded>> | Iterable<EncodedPart<Encoded>>,
  boundary: string,
): AsyncGenerator<Uint8Array> {
  for await (const part of parts) yield* readAll(framed(part, boundary));
  yield Buffer.from(lastLine(boundary));
}

function framed({ head, content }: EncodedPart<Encoded>, boundary: string): readonly Encoded[] {
  return [[`--${boundary}`, ...head, '', ''].join('\r\n'), content, '\r\n'];
}

function lastLine(boundary: string): string {
  return `--${boundary}--\r\n`;
}

/** Of a stream nobody knows: NaN. */
function sizeOf(piece: Encoded): number {
  if (typeof piece === 'string') return Buffer.byteLength(piece);
  if (piece instanceof Uint8Array) return piece.length;
  return piece instanceof SizedBody ? piece.size : Number.NaN;
}

async function* readAll(pieces: readonly Encoded[]): AsyncGenerator<Uint8Array> {
  try {
    for (const piece of pieces) {
      if (typeof piece === 'string') yield Buffer.from(piece);
      else if (piece instanceof Uint8Array) yield piece;
      else for await (const chunk of piece instanceof SizedBody ? piece.open() : piece) yield Buffer.from(chunk);
    }
  } finally {
    close(pieces);
  }
}

/** A stream that nobody will read holds what it reads from. */
function close(pieces: readonly Encoded[]): void {
  for (const piece of pieces) if (piece instanceof Readable) piece.destroy();
}

async function* slice(octets: AsyncIterable<Uint8Array>, { first, last }: OctetRange): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of octets) {
    const begin = Math.max(0, first - at);
    const end = Math.min(chunk.length, last + 1 - at);
    at += chunk.length;
    if (end > begin) yield chunk.subarray(begin, end);
    if (at > last) return;
  }
}
