import { Readable } from 'node:stream';
import { defaultConfig, type LogLevel } from '@brrt/router-core/config';
import type { Exchange, HttpRequest } from '@brrt/router-core/ports';
import { createObservability } from '../src/index.ts';
import type { Operation } from '../src/operation.ts';

const source = { file: 'openapi.yaml', line: 1, column: 1, pointer: '' };

export function givenOperation(more: Partial<Operation> = {}): Operation {
  return {
    id: 'listPets',
    name: 'listPets',
    method: 'GET',
    path: '/pets',
    basePaths: [''],
    tags: [],
    deprecated: false,
    parameters: [],
    responses: [],
    security: [],
    callbacks: [],
    extensions: {},
    source,
    ...more,
  };
}

export const listPets = givenOperation();

export function givenRequest(more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    target: '/pets?api_key=canary-query',
    path: '/pets',
    query: 'api_key=canary-query',
    headers: { authorization: 'Bearer canary-header' },
    rawHeaders: ['Authorization', 'Bearer canary-header'],
    scheme: 'http',
    remoteAddress: '192.0.2.1',
    body: {
      present: false,
      length: undefined,
      read: async () => Buffer.alloc(0),
      stream: () => Readable.from([]),
      discard() {},
    },
    ...more,
  };
}

/** A finished exchange of `listPets`. */
export function givenExchange(more: Partial<Exchange> = {}): Exchange {
  return {
    request: givenRequest(),
    operation: listPets,
    route: '/pets',
    webSocket: undefined,
    requestId: 'request-1',
    trace: {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      parentSpanId: undefined,
      sampled: false,
      traceState: undefined,
      baggage: undefined,
    },
    startedAt: performance.now(),
    handlingStartedAt: 0,
    handlingEndedAt: 0,
    principal: undefined,
    status: 200,
    error: undefined,
    mock: undefined,
    signal: new AbortController().signal,
    remainingMilliseconds: () => Number.POSITIVE_INFINITY,
    missingParts: [],
    startPart: () => ({ spanId: 'd'.repeat(16), end: () => undefined }),
    startCall: () => ({ spanId: 'c'.repeat(16), end: () => undefined }),
    ...more,
  };
}

/** An error as the pipeline makes them. */
export function givenError(fields: {
  readonly code: string;
  readonly status: number;
  readonly [name: string]: unknown;
}) {
  const error = Object.assign(
    new TypeError('public detail'),
    { type: 't', title: 'T', headers: [], violations: [] },
    fields,
  );
  return error satisfies NonNullable<Exchange['error']>;
}

export function givenObservability({
  level = 'info',
  env = {},
}: {
  level?: LogLevel;
  env?: Record<string, string>;
} = {}) {
  const written: string[] = [];
  let flushed = 0;
  const destination = { write: (line: string) => void written.push(line), flush: async () => void flushed++ };
  const config = { ...defaultConfig(), log: { level } };
  const observability = createObservability({ service: 'petstore', config, env, destination });
  observability.hooks.onStart?.({
    title: 'Pets',
    version: '1',
    operations: [listPets],
    schemas: {},
    securitySchemes: {},
  });
  return {
    ...observability,
    written,
    lines: (): readonly Record<string, unknown>[] => written.map((line) => JSON.parse(line)),
    flushes: () => flushed,
    /** Every hook of one exchange, up to the stage it reached. */
    pass: (given: Exchange, ...stages: Parameters<NonNullable<typeof observability.hooks.onStage>>[1][]) => {
      const at = (stage: (typeof stages)[number]): number => (stages.includes(stage) ? performance.now() : 0);
      const exchange = { ...given, handlingStartedAt: at('handle'), handlingEndedAt: at('validate-response') };
      observability.hooks.onRequest?.(exchange);
      for (const stage of stages) observability.hooks.onStage?.(exchange, stage);
      observability.hooks.onEnd?.(exchange);
    },
    scrape: async (accept?: string) => {
      const headers = accept === undefined ? {} : { accept };
      const response = await observability.endpoints[0]?.respond(givenRequest({ path: '/metrics', headers }));
      return { contentType: response?.headers[1], text: String(response?.body) };
    },
  };
}
