import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IngestResult } from '../store/ingest.ts';
import { decodeRequest } from './decode-request.ts';
import { contentTypes, encodeStatus, encodeSuccess, type OtlpEncoding } from './otlp-answer.ts';
import type { OtlpBatches, Signal } from './otlp-data.ts';
import { OtlpError } from './otlp-error.ts';
import { BodyRefusal, readBody } from './read-body.ts';
import { createRetryMemory } from './retry-memory.ts';

/** What takes in what was decoded. */
export interface OtlpSink {
  ingest<S extends Signal>(signal: S, batch: OtlpBatches[S]): IngestResult;
}

export interface OtlpIntakeOptions {
  /** Of one body, before and after decompression. */
  readonly maximumBytes?: number;
  /** Of all bodies that are being read. */
  readonly maximumBytesAtOnce?: number;
}

const mebibyte = 1024 * 1024;
const signals: Readonly<Record<string, Signal>> = {
  '/v1/traces': 'traces',
  '/v1/logs': 'logs',
  '/v1/metrics': 'metrics',
};
/** `google.rpc.Code` of what is not OTLP's own fault. */
const codes: Readonly<Record<number, number>> = { 400: 3, 404: 5, 405: 12, 413: 8, 415: 3, 500: 13, 503: 14 };

interface Answer {
  readonly status: number;
  readonly encoding: OtlpEncoding;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** OTLP over HTTP: `/v1/traces`, `/v1/logs`, `/v1/metrics`, as protobuf or JSON. Host and Origin are for the server to look at. */
export function createOtlpIntake(
  sink: OtlpSink,
  { maximumBytes = 64 * mebibyte, maximumBytesAtOnce = 128 * mebibyte }: OtlpIntakeOptions = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  const retries = createRetryMemory();
  let reading = 0;

  async function take(request: IncomingMessage): Promise<Answer> {
    const early = answerEarly(request);
    if (early !== undefined) return early;
    const encoding = encodingOf(request) as OtlpEncoding; // there is one, or the request was answered
    const size = Math.min(Number(request.headers['content-length'] ?? mebibyte) || 0, maximumBytes);
    if (reading + size > maximumBytesAtOnce)
      return { ...refuse(503, 'Too much at once', encoding), headers: { 'retry-after': '1' } };
    reading += size;
    try {
      const body = await readBody(request, maximumBytes);
      const signal = signals[pathOf(request)] as Signal; // there is one, or the request was answered
      const batch = decodeRequest(signal, encoding, body);
      const isRetry = signal === 'logs' && isStamped(batch as OtlpBatches['logs']) && retries.isRetry(body);
      const result = isRetry ? { rejected: 0 } : sink.ingest(signal, batch);
      return { status: 200, encoding, body: encodeSuccess(signal, encoding, result) };
    } catch (error) {
      if (error instanceof OtlpError) {
        const status = error.isTooMuch ? 413 : 400;
        return { status, encoding, body: encodeStatus(encoding, error.code, error.message) };
      }
      if (error instanceof BodyRefusal) return refuse(error.status, error.message, encoding);
      return refuse(500, 'The dashboard failed', encoding);
    } finally {
      reading -= size;
    }
  }

  return (request, response) => {
    void take(request).then((answer) => send(request, response, answer));
  };
}

/** Records have no ids: the same ones are known by their times. */
function isStamped(groups: OtlpBatches['logs']): boolean {
  return groups.every(({ records }) => records.every(({ at }) => at !== 0));
}

function answerEarly(request: IncomingMessage): Answer | undefined {
  if (!Object.hasOwn(signals, pathOf(request)))
    return refuse(404, 'There is /v1/traces, /v1/logs and /v1/metrics', 'json');
  if (request.method !== 'POST') return { ...refuse(405, 'Send it with POST', 'json'), headers: { allow: 'POST' } };
  if (encodingOf(request) !== undefined) return undefined;
  const taken = `${contentTypes.protobuf}, ${contentTypes.json}`;
  return { ...refuse(415, `The content types are ${taken}`, 'json'), headers: { accept: taken } };
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '';
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function encodingOf(request: IncomingMessage): OtlpEncoding | undefined {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === contentTypes.protobuf) return 'protobuf';
  return type === contentTypes.json ? 'json' : undefined;
}

function refuse(status: number, message: string, encoding: OtlpEncoding): Answer {
  return { status, encoding, body: encodeStatus(encoding, codes[status] ?? 2, message) };
}

function send(request: IncomingMessage, response: ServerResponse, { status, encoding, body, headers }: Answer): void {
  if (response.destroyed) return;
  // What was not read would be taken for the next request.
  const close = request.complete ? {} : { connection: 'close' };
  response.writeHead(status, {
    'content-type': contentTypes[encoding],
    'content-length': body.length,
    'cache-control': 'no-store',
    ...headers,
    ...close,
  });
  response.end(body);
}
