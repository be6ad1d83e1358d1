import { ProblemError } from '@brrt/router-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CorsRow, corsConfigs, originRows, otherRows, preflightRows } from './cors-rows.ts';
import { exchangeRaw } from './exchange-raw.ts';
import { type StartedService, startService } from './support/start-service.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const ok = { '200': { description: 'Fine', ...json({ type: 'string' }) } };
const keys = [{ Key: [] }, { Session: [] }];
const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };

const document = {
  components: {
    securitySchemes: {
      Key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      Session: { type: 'apiKey', in: 'cookie', name: 'session' },
    },
  },
  paths: {
    '/pets': {
      get: { operationId: 'list', security: [{ Key: [] }], parameters: [limit], responses: ok },
      post: {
        operationId: 'create',
        security: [{ Key: [] }],
        requestBody: { required: true, ...json({ type: 'string' }) },
        responses: ok,
      },
    },
    '/narrow': {
      get: {
        operationId: 'narrow',
        'x-cors': { allowedHeaders: ['X-Narrow'], allowedMethods: ['GET'], allowCredentials: false, maxAge: 5 },
        responses: ok,
      },
    },
    '/apart': { get: { operationId: 'apart', 'x-cors': false, responses: ok } },
    '/declared': {
      options: { operationId: 'declaredOptions', responses: ok },
      get: { operationId: 'declared', responses: ok },
    },
    '/stream': { get: { operationId: 'stream', security: keys, responses: ok } },
    '/scarce': { get: { operationId: 'scarce', responses: ok } },
    '/broken': { get: { operationId: 'broken', responses: ok } },
    '/unavailable': { get: { operationId: 'unavailable', responses: ok } },
    '/slow': { get: { operationId: 'slow', 'x-brrtrouter-deadline-ms': 30, responses: ok } },
  },
};

const fine = () => ({ status: 200, body: 'fine' });
const handlers = {
  list: fine,
  create: fine,
  narrow: fine,
  apart: fine,
  declared: fine,
  declaredOptions: fine,
  stream: fine,
  scarce: fine,
  broken: () => {
    throw new TypeError('broken');
  },
  unavailable: () => {
    throw new ProblemError({ status: 503, type: 'closed', title: 'Closed' });
  },
  slow: () => new Promise(() => undefined),
};

const config = (cors: string) => `
http: { max_body_bytes: 1000 }
security:
  api_keys:
    Key: { key: hostile-key-1234 }
    Session: { key: hostile-key-1234 }
rate_limit: { enabled: true, requests: 1000, routes: { scarce: 1 } }
log: { level: silent }
${cors}
`;

const services = new Map<string, StartedService>();

beforeAll(async () => {
  for (const [name, cors] of Object.entries(corsConfigs)) {
    services.set(name, await startService({ document, handlers, config: config(cors) }));
  }
  // The one request that there is.
  await exchangeRaw(portOf('listed'), 'GET /scarce HTTP/1.1\r\nHost: a\r\n\r\n');
});

afterAll(async () => {
  for (const service of services.values()) await service[Symbol.asyncDispose]();
});

describe.each([
  ['origins', originRows],
  ['preflights', preflightRows],
  ['answers of every stage', otherRows],
])('CORS: %s', (_what, rows) => {
  it.each(rows)('%s', (_name, row) => check(row));
});

async function check({ config: name, request, headers = [], body = '', status, want }: CorsRow): Promise<void> {
  const lines = ['Host: a', ...headers, ...(body === '' ? [] : [`Content-Length: ${body.length}`])];
  const octets = `${request} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
  const { answers } = await exchangeRaw(portOf(name), octets);
  const [answer] = answers;
  const got = [...(answer?.headers ?? [])].filter(([header]) => /^(access-control-.*|vary)$/.test(header));
  expect({ status: answer?.status, headers: Object.fromEntries(got) }).toEqual({ status, headers: want });
  if (status >= 400) expect(answer?.headers.get('content-type')).toBe('application/problem+json');
  const alive = await exchangeRaw(portOf(name), 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(alive.answers[0]?.status).toBe(200);
}

function portOf(name: string): number {
  const service = services.get(name);
  if (service === undefined) throw new TypeError(`No service ${name}`);
  return service.port;
}
