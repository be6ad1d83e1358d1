import { Readable } from 'node:stream';
import type { ContractSubset, MediaType, Operation, SourceLocation } from '@brrt/service-model';
import { HttpError } from '../errors/http-error.ts';
import { PayloadTooLargeError } from '../errors/request-errors.ts';
import type { UploadedFile } from '../ports/handler.ts';
import type { HttpRequest } from '../ports/http-message.ts';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import type { Resources } from './body-decoder.ts';
import type { BodyLimits } from './body-limits.ts';
import { type BodyReader, compileBodyReader } from './compile-body-reader.ts';
import { isItems } from './is-items.ts';
import { UploadBody } from './upload-body.ts';

const source: SourceLocation = { file: 'test.yaml', line: 1, column: 1, pointer: '' };

export interface SentBody {
  readonly contentType?: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** The size of the pieces a stream gives. */
  readonly chunkBytes?: number;
}

/** A request with this body in memory. */
export function requestWith({ contentType, body, headers = {}, chunkBytes = 65_536 }: SentBody): HttpRequest {
  const octets = Buffer.from(body);
  const all = { ...(contentType !== undefined && { 'content-type': contentType }), ...headers };
  const chunks: Buffer[] = [];
  for (let at = 0; at < octets.length; at += chunkBytes) chunks.push(octets.subarray(at, at + chunkBytes));
  return {
    method: 'POST',
    target: '/things',
    path: '/things',
    query: '',
    headers: all,
    rawHeaders: Object.entries(all).flat(),
    scheme: 'http',
    remoteAddress: '127.0.0.1',
    body: {
      present: octets.length > 0,
      length: undefined,
      read: (limit) =>
        octets.length > limit ? Promise.reject(new PayloadTooLargeError(limit)) : Promise.resolve(octets),
      stream: () => Readable.from(chunks),
      discard() {},
    },
  };
}

/** A media type of a contract. */
export function media(mediaType: string, parts: Partial<MediaType> = {}): MediaType {
  return { mediaType, examples: [], encoding: {}, source, ...parts };
}

/** An operation that takes these media types. */
export function operationTaking(content: readonly MediaType[], parts: Partial<Operation> = {}): Operation {
  return {
    id: 'makeThing',
    name: 'makeThing',
    method: 'POST',
    path: '/things',
    basePaths: [''],
    tags: [],
    deprecated: false,
    parameters: [],
    requestBody: { required: true, content, source },
    responses: [],
    security: [],
    callbacks: [],
    extensions: {},
    source,
    ...parts,
  };
}

/** A contract of one operation. */
export function contractOf(operation: Operation, schemas: ContractSubset['schemas'] = {}): ContractSubset {
  return { operations: [operation], schemas, securitySchemes: {} };
}

/** A reader for one operation that takes these media types. */
export function readerOf(content: readonly MediaType[], limits: BodyLimits = {}): BodyReader {
  const operation = operationTaking(content);
  const contract = contractOf(operation);
  return compileBodyReader(operation, contract, createLiveSchemas(contract), limits);
}

/** What a body holds goes with the test. */
export const kept: Resources = { defer() {} };

/** The HttpError a body is refused with. */
export async function refusal(reader: BodyReader, request: HttpRequest): Promise<HttpError> {
  try {
    await reader.read(request, kept);
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new TypeError('The body was taken');
}

/** A body with everything that is still to arrive, and with the octets of its files. */
export async function whole(body: unknown): Promise<unknown> {
  if (body instanceof UploadBody) return body.bytes();
  if (Array.isArray(body)) return Promise.all(body.map(withOctets));
  if (isItems(body)) {
    const all: unknown[] = [];
    for await (const item of body) all.push(await withOctets(item));
    return all;
  }
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return body;
  const members = Object.entries(body).map(
    async ([name, member]) => [name, await whole(await withOctets(member))] as const,
  );
  return Object.fromEntries(await Promise.all(members));
}

async function withOctets(value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return value;
  // Only files have octets.
  const { filename, mediaType, bytes } = value as UploadedFile;
  return { filename, mediaType, bytes: Buffer.from(await bytes.call(value)) };
}
