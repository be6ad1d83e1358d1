import {
  compilePartsEncoder,
  type EncodedPart,
  isAsyncIterable,
  mediaKind,
  multipartContentType,
  type PartsPlatform,
  writeJson,
} from '@brrt/router-core/portable';
import type { BodyWriter, WrittenBody } from '../operation-rule.ts';
import { readOctets } from '../read-octets.ts';
import { octetsBody } from './octets-body.ts';
import { octetsOf, streamOf } from './octets-of.ts';

type EncoderOf = Parameters<typeof compilePartsEncoder>;
type Piece = Exclude<WrittenBody['body'], FormData>;

/** The object, array or iterable that the schema describes, `FormData`, or octets with a boundary of their own. */
export function partsBody(media: unknown, schemas: unknown): BodyWriter {
  let encoder: ReturnType<typeof compilePartsEncoder<Piece>>;
  return (body, contentType): WrittenBody => {
    if (body instanceof FormData) return { body, contentType: undefined };
    // The casts: the generator has printed them from the contract.
    encoder ??= compilePartsEncoder(media as EncoderOf[0], { schemas: schemas as EncoderOf[1]['schemas'] }, platform);
    if (encoder?.takes(body) !== true) return octetsBody(body, contentType);
    const sent = multipartContentType(contentType);
    return { body: encoder.encode(body, sent), contentType: sent };
  };
}

type BlobPiece = Exclude<Piece, ReadableStream>;

const platform: PartsPlatform<Piece> = {
  encode: writePiece,
  join(parts, boundary) {
    const pieces = [...parts.flatMap((part) => framed(part, boundary)), lastLine(boundary)];
    const ready = pieces.filter((piece): piece is BlobPiece => !(piece instanceof ReadableStream));
    // A blob of files does not read them: the browser does, while it sends.
    return ready.length === pieces.length ? new Blob(ready) : streamOf(readAll(pieces));
  },
  stream: (parts, boundary) => streamOf(frameEach(parts, boundary)),
};

function writePiece(mediaType: string, content: unknown): Piece {
  const octets = octetsOf(content) ?? (isAsyncIterable(content) ? streamOf(content) : undefined);
  if (octets !== undefined) return octets;
  const text =
    mediaKind(mediaType) === 'json' ? writeJson(content) : typeof content === 'object' ? undefined : String(content);
  if (text === undefined) throw new TypeError(`A part of ${mediaType} cannot carry the value`);
  return text;
}

function framed({ head, content }: EncodedPart<Piece>, boundary: string): readonly Piece[] {
  return [[`--${boundary}`, ...head, '', ''].join('\r\n'), content, '\r\n'];
}

function lastLine(boundary: string): string {
  return `--${boundary}--\r\n`;
}

async function* frameEach(parts: AsyncIterable<EncodedPart<Piece>>, boundary: string): AsyncGenerator<unknown> {
  for await (const part of parts) yield* readAll(framed(part, boundary));
  yield lastLine(boundary);
}

async function* readAll(pieces: readonly Piece[]): AsyncGenerator<unknown> {
  try {
    for (const piece of pieces) {
      if (typeof piece === 'string') yield piece;
      else yield* readOctets(new Response(piece));
    }
  } finally {
    // Those that nobody has come to.
    for (const piece of pieces)
      if (piece instanceof ReadableStream && !piece.locked) void piece.cancel().catch(() => undefined);
  }
}
