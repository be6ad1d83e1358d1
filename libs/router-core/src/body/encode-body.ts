import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import type { OctetSource } from '../ports/handler.ts';
import { encodeEvents } from './encode-events.ts';
import { encodeForm } from './encode-form.ts';
import { isAsyncIterable, isIterable } from './is-items.ts';
import { isSized } from './is-sized.ts';
import { concreteMediaType, isJsonTextSequence, type MediaKind, mediaKind } from './media-kind.ts';
import { parseMediaType } from './media-type.ts';
import { type ItemFormat, ItemStream } from './sequence/item-stream.ts';
import { SizedBody } from './sized-body.ts';
import { writeJson } from './write-json.ts';

/** What goes over the connection. */
export type Encoded = string | Uint8Array | Readable | SizedBody;

/**
 * What a handler returned → what the socket sends. JSON types take any JSON value; text takes strings, numbers and
 * booleans; binary types take octets, strings, files and streams; `text/event-stream` and JSON sequences take iterables and
 * async iterables of events or values; forms take objects. Octets and byte streams pass as they are, whatever the type.
 * @throws TypeError for a value that the media type cannot carry: a programming error of the handler
 */
export function encodeBody(mediaType: string, body: unknown): Encoded {
  return compileEncoder(concreteMediaType(mediaType, body))(body);
}

/** `encodeBody` for one media type, ranges excluded: what the media type decides is decided once. */
export function compileEncoder(mediaType: string): (body: unknown) => Encoded {
  const encode = isLatin1Text(mediaType) ? encodeLatin1 : encoders[mediaKind(mediaType)];
  return (body) => {
    // Most bodies are plain values: one look tells.
    if (typeof body === 'object' && body !== null && !isPlain(body)) {
      const octets = toOctets(body);
      if (octets !== undefined) return octets;
    }
    return encode(body, mediaType);
  };
}

function isPlain(body: object): boolean {
  const prototype = Object.getPrototypeOf(body);
  return (
    (prototype === Object.prototype && typeof (body as Partial<OctetSource>).stream !== 'function') ||
    prototype === Array.prototype
  );
}

/** Octets in any of their forms; undefined for what is none. A web stream is locked then. */
export function toOctets(body: object): Exclude<Encoded, string> | undefined {
  if (body instanceof Uint8Array) return body;
  if (body instanceof Readable) return body.readableObjectMode ? undefined : body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof ReadableStream) return Readable.fromWeb(body);
  return isSized(body) ? new SizedBody(body) : undefined;
}

const encoders: Readonly<Record<MediaKind, (body: unknown, mediaType: string) => Encoded>> = {
  json: encodeJson,
  sequence: encodeSequence,
  events: encodeEvents,
  form: encodeForm,
  multipart: encodeBinary,
  // What a schema describes is written by `compileXmlEncoder`.
  xml: encodeText,
  text: encodeText,
  binary: encodeBinary,
};

function encodeJson(body: unknown): string {
  let text: string | undefined;
  try {
    text = writeJson(body);
  } catch (cause) {
    throw new TypeError('The body cannot be written as JSON', { cause });
  }
  if (text === undefined) throw new TypeError(`A body of type ${typeof body} cannot be written as JSON`);
  return text;
}

function encodeText(body: unknown, mediaType: string): string {
  if (typeof body === 'string') return body;
  if (typeof body === 'number' || typeof body === 'boolean' || typeof body === 'bigint') return String(body);
  throw unfit(mediaType, 'a string, octets or a stream');
}

/** What is read as Latin-1 is written as it. */
function isLatin1Text(mediaType: string): boolean {
  return (
    mediaKind(mediaType) === 'text' && parseMediaType(mediaType)?.parameters.charset?.toLowerCase() === 'iso-8859-1'
  );
}

function encodeLatin1(body: unknown, mediaType: string): Uint8Array {
  const text = encodeText(body, mediaType);
  if (/[\u0100-\uffff]/.test(text)) throw new TypeError(`The body has characters that ${mediaType} does not have`);
  return Buffer.from(text, 'latin1');
}

function encodeBinary(body: unknown, mediaType: string): string | Readable {
  if (typeof body === 'string') return body;
  if (isAsyncIterable(body)) return Readable.from(body, { objectMode: false });
  throw unfit(mediaType, 'octets, a string or a stream');
}

const lines: ItemFormat = { frame: (item) => `${encodeJson(item)}\n` };
/** RFC 7464 §2.2 */
const records: ItemFormat = { frame: (item) => `\x1e${encodeJson(item)}\n` };

function encodeSequence(body: unknown, mediaType: string): string | Readable {
  const format = isJsonTextSequence(mediaType) ? records : lines;
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) return body.map(format.frame).join('');
  if (isAsyncIterable(body) || isIterable(body)) return new ItemStream(body, format);
  throw unfit(mediaType, 'an array, an iterable or an async iterable');
}

function unfit(mediaType: string, expected: string): TypeError {
  return new TypeError(`A body of ${mediaType} has to be ${expected}`);
}
