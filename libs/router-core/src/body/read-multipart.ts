import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { MalformedRequestError, PayloadTooLargeError, RequestAbortedError } from '../errors/request-errors.ts';
import type { EffectiveBodyLimits } from './body-limits.ts';
import { cleanFilename } from './clean-filename.ts';
import { checkFieldName } from './decode-form.ts';

/** One part of `multipart/form-data` (RFC 7578 §4). */
export interface Part {
  readonly name: string;
  /** Undefined where the part states none, or nothing of it is left. */
  readonly filename: string | undefined;
  /** Lower case, without parameters; `text/plain` where the part states none. */
  readonly mediaType: string;
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'octets'; readonly chunks: readonly Uint8Array[] };
}

/**
 * Reads every part of a multipart body as it streams in, within its limits.
 * Rejects with MalformedRequestError (no or a bad boundary, a truncated body, a part without a name),
 * PayloadTooLargeError (octets, parts) or RequestAbortedError; the rest of the stream is then read and dropped.
 */
export function readMultipart(
  source: Readable,
  boundary: string | undefined,
  limits: EffectiveBodyLimits,
): Promise<readonly Part[]> {
  const parser = createParser(boundary, limits);
  return new Promise((resolve, reject) => {
    const parts: Part[] = [];
    let isDone = false;
    const fail = (error: Error): void => {
      if (isDone) return;
      isDone = true;
      source.unpipe(parser);
      source.resume();
      parser.destroy();
      reject(error);
    };
    const attempt = (step: () => void): void => {
      try {
        step();
      } catch (error) {
        fail(error as Error); // thrown by the checks below
      }
    };
    countOctets(source, limits.maxBytes, fail);
    parser.on('partsLimit', () => fail(tooManyParts(limits)));
    parser.on('field', (name, value, info) => attempt(() => parts.push(toTextPart(name, value, { info, limits }))));
    parser.on('file', (name, stream, info) => {
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      stream.on('limit', () => fail(partTooLarge(limits)));
      // The parser reports what is wrong; without a listener the part would bring the process down.
      stream.on('error', () => {});
      attempt(() => parts.push(toFilePart(name, chunks, { info, limits })));
    });
    parser.on('error', () => fail(new MalformedRequestError('The multipart body is malformed or ends too early')));
    parser.on('close', () => {
      if (!isDone) resolve(parts);
      isDone = true;
    });
    source.on('error', () => fail(new RequestAbortedError()));
    source.on('close', () => {
      if (!source.readableEnded) fail(new RequestAbortedError());
    });
    source.pipe(parser);
  });
}

function createParser(boundary: string | undefined, limits: EffectiveBodyLimits): busboy.Busboy {
  // RFC 2046 §5.1.1: 1 to 70 characters of a small set.
  if (boundary === undefined || !/^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/.test(boundary)) {
    throw new MalformedRequestError('The boundary of the multipart body is missing or malformed');
  }
  return busboy({
    headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    defParamCharset: 'utf8',
    // The parser reports a limit when it is reached, not when it is passed.
    limits: {
      parts: limits.maxParts + 1,
      fileSize: limits.maxPartBytes + 1,
      fieldSize: limits.maxPartBytes + 1,
      headerPairs: 16,
    },
  });
}

/** A client that does not stop after its refusal is cut off. */
const maxDropped = 64 * 1024 * 1024;

function countOctets(source: Readable, limit: number, fail: (error: Error) => void): void {
  let size = 0;
  source.on('data', (chunk: Uint8Array) => {
    size += chunk.length;
    if (size > limit) fail(new PayloadTooLargeError(limit));
    if (size > limit + maxDropped) source.destroy();
  });
}

interface PartContext<Info> {
  readonly info: Info;
  readonly limits: EffectiveBodyLimits;
}

// The types of busboy promise names and values that a hostile body leaves out.
function toTextPart(name: string | undefined, value: string | undefined, context: PartContext<busboy.FieldInfo>): Part {
  const { info, limits } = context;
  if (info.valueTruncated) throw partTooLarge(limits);
  if (value === undefined) throw new MalformedRequestError('A part of the body has an unknown charset');
  return {
    name: checkedName(name, limits),
    filename: undefined,
    mediaType: info.mimeType.toLowerCase(),
    content: { kind: 'text', text: value },
  };
}

function toFilePart(
  name: string | undefined,
  chunks: readonly Uint8Array[],
  { info, limits }: PartContext<busboy.FileInfo>,
): Part {
  return {
    name: checkedName(name, limits),
    filename: cleanFilename(info.filename),
    mediaType: info.mimeType.toLowerCase(),
    content: { kind: 'octets', chunks },
  };
}

function checkedName(name: string | undefined, limits: EffectiveBodyLimits): string {
  if (name === undefined) throw new MalformedRequestError('A part of the body has no name');
  checkFieldName(name, limits.maxFieldNameBytes);
  return name;
}

function tooManyParts({ maxParts }: EffectiveBodyLimits): PayloadTooLargeError {
  return new PayloadTooLargeError(maxParts, `The request body has more than ${maxParts} parts`);
}

function partTooLarge({ maxPartBytes }: EffectiveBodyLimits): PayloadTooLargeError {
  return new PayloadTooLargeError(maxPartBytes, `A part of the request body exceeds ${maxPartBytes} octets`);
}
