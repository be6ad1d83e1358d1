import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CallTimeoutError, type FetchClientOptions } from '@brrt/fetch-client';
import { afterEach, describe, expect, it } from 'vitest';
import { contractOf } from '../../libs/service-client/test/echo-service.ts';
import { startUpstream, type Upstream } from '../../libs/service-client/test/upstream.ts';
import { type AnyFunction, type FetchAnswer, importFetchClient } from './support/import-fetch-client.ts';

const octets = { description: '', content: { 'application/octet-stream': {} } };
const file = { type: 'string', contentMediaType: 'application/octet-stream' };
const document = {
  openapi: '3.2.0',
  info: { title: 'Streams', version: '1' },
  paths: {
    '/file': { get: { operationId: 'getFile', responses: { 200: octets } } },
    '/parts': {
      put: {
        operationId: 'putParts',
        requestBody: {
          content: { 'multipart/form-data': { schema: { type: 'object', properties: { first: file, second: file } } } },
        },
        responses: { 204: { description: '' } },
      },
    },
    '/value': {
      get: { operationId: 'getValue', responses: { 200: { description: '', content: { 'application/json': {} } } } },
    },
  },
};

let upstream: Upstream;
afterEach(() => upstream[Symbol.asyncDispose]());

async function call(
  answer: RequestListener,
  operation: string,
  {
    request,
    call: options,
    ...given
  }: Partial<FetchClientOptions> & {
    readonly request?: Parameters<AnyFunction>[1];
    readonly call?: Parameters<AnyFunction>[2];
  } = {},
): Promise<FetchAnswer> {
  upstream = await startUpstream(answer);
  const { model } = await contractOf(document);
  const { client, functions } = await importFetchClient(model, { baseUrl: upstream.url, ...given });
  const send = functions[operation];
  if (send === undefined) throw new TypeError(`There is no ${operation}`);
  return send(client, request, options);
}

/** Begins an answer that never ends. */
function endless(contentType: string, begun: () => void = () => undefined): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': contentType }).write('1');
    begun();
  };
}

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let round = 0; round < 5; round += 1) {
    collect();
    await wait(10);
  }
}

// As browsers do when the signal of a request aborts; Node's own fetch leaves its body alone.
it.each([0, 1, 2])('a body of streams that is cancelled after %i chunks cancels them all', async (chunks) => {
  const cancelled: string[] = [];
  const endlessly = (name: string): ReadableStream =>
    new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: () => void cancelled.push(name),
    });
  await call(() => undefined, 'putParts', {
    uploads: 'stream',
    request: { body: { first: endlessly('first'), second: endlessly('second') } },
    async fetch({ body }) {
      const reader = body?.getReader();
      for (let read = 0; read < chunks; read += 1) await reader?.read();
      await reader?.cancel();
      return new Response(null, { status: 204 });
    },
  });
  expect(cancelled.toSorted()).toEqual(['first', 'second']);
});

describe('an answer that never ends', () => {
  it('ends with the signal of its call, whatever of the call is forgotten by then', async () => {
    const controller = new AbortController();
    const { body } = await call(endless('application/octet-stream'), 'getFile', {
      call: { signal: controller.signal },
    });
    const reader = (body as { readonly stream: ReadableStream }).stream.getReader();
    await reader.read();
    await collectGarbage();
    const reason = new TypeError('enough');
    controller.abort(reason);
    await expect(reader.read()).rejects.toBe(reason);
  });

  it('ends with the time of its call, whatever of the call is forgotten by then', async () => {
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const value = call(endless('application/json', resolve), 'getValue', { timeoutMilliseconds: 500 });
    const ended = expect(value).rejects.toThrow(CallTimeoutError);
    await begun;
    await collectGarbage();
    await ended;
  });

  it('ends with the time of its call where the function around fetch does not heed it', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = new ReadableStream();
    const value = call(endless('application/json'), 'getValue', {
      timeoutMilliseconds: 30,
      fetch: async () => new Response(body, { headers }),
    });
    await expect(value).rejects.toThrow(CallTimeoutError);
  });
});
