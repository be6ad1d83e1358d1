import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { CallViolation } from '@brrt/dashboard';
import type { BodyReader } from '@brrt/router-core/body';
import type { ParamsDecoder } from '@brrt/router-core/params';
import { type BodySource, HttpError, type HttpRequest, type Violation } from '@brrt/router-core/ports';
import type { EncodedValues } from './encode-values.ts';
import type { WrittenMessage } from './write-message.ts';

/** What a service reads requests of one operation with. */
export interface RequestReaders {
  readonly params: ParamsDecoder;
  readonly body: BodyReader;
}

/** Reads a written request as its service will, and tells what that will refuse. */
export async function checkRequest(
  message: WrittenMessage,
  values: EncodedValues,
  { params, body }: RequestReaders,
): Promise<readonly CallViolation[]> {
  const request = asReceived(message);
  const found: Violation[] = [];
  params.decode({ ...request, pathValues: values.pathValues }, found);
  const already = new Set([...values.violations].map(({ in: place, pointer }) => `${place} ${pointer}`));
  const fresh = found.filter(({ in: place, pointer }) => !already.has(`${place} /${pointer.split('/')[1]}`));
  return [...fresh, ...(message.body.violations.length > 0 ? [] : await readBody(body, request))];
}

/** The message as it arrives: names of headers in lower case, equal ones joined. */
function asReceived({ sent: { method, target, headers, body } }: WrittenMessage): HttpRequest {
  const mark = target.indexOf('?');
  const joined: IncomingHttpHeaders = {};
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const before = Object.hasOwn(joined, lower) ? joined[lower] : undefined;
    Object.defineProperty(joined, lower, {
      value: before === undefined ? value : `${before}, ${value}`,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return {
    method,
    target,
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers: joined,
    rawHeaders: headers.flat(),
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    body: bodySource(body),
  };
}

function bodySource(octets: Uint8Array | undefined): BodySource {
  const content = Buffer.from(octets ?? []);
  const stream = (): Readable => Readable.from(content.length === 0 ? [] : [content], { objectMode: false });
  return { present: content.length > 0, length: content.length, read: async () => content, stream, discard() {} };
}

async function readBody(reader: BodyReader, request: HttpRequest): Promise<readonly CallViolation[]> {
  const releases: (() => unknown)[] = [];
  try {
    await readToEnd(await reader.read(request, { defer: (release) => releases.push(release) }));
    return [];
  } catch (error) {
    if (error instanceof HttpError) return violationsOf(error);
    throw error;
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

/** Items are checked one by one as they are asked for; octets are not looked at. */
async function readToEnd(body: unknown): Promise<void> {
  if (body instanceof Readable) {
    body.destroy();
    return;
  }
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return;
  // The cast: what was looked at.
  for await (const _ of body as AsyncIterable<unknown>);
}

/** What the decoders that server and console share found. */
export function violationsOf(error: HttpError): readonly CallViolation[] {
  if (error.violations.length > 0) return error.violations;
  const keywords: Readonly<Record<string, string>> = {
    ERR_PAYLOAD_TOO_LARGE: 'maxLength',
    ERR_UNSUPPORTED_MEDIA_TYPE: 'contentType',
  };
  return [{ in: 'body', pointer: '', keyword: keywords[error.code] ?? 'parse', detail: error.message }];
}
