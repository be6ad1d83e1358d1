import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { defaultConfig, type ServiceConfig } from '@brrt/router-core/config';
import type { Exchange, HttpRequest } from '@brrt/router-core/ports';
import type { Operation, SecurityScheme } from '../src/contract.ts';

const source = { file: 'openapi.yaml', line: 1, column: 1, pointer: '' };

/** A request with header names as sent; repeated names are given by a list. */
export function givenRequest(
  headers: Readonly<Record<string, string | readonly string[]>> = {},
  more: Partial<HttpRequest> = {},
): HttpRequest {
  const rawHeaders = Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).flatMap((each) => [name, each]),
  );
  const lowered: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    lowered[name] = lowered[name] === undefined || name === 'authorization' ? value : `${lowered[name]}, ${value}`;
  }
  return {
    method: 'GET',
    target: '/',
    path: '/',
    query: '',
    headers: lowered,
    rawHeaders,
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

const base = { extensions: {}, source };

export const schemes = {
  ApiKey: { ...base, name: 'ApiKey', type: 'apiKey', in: 'header', parameterName: 'X-API-Key' },
  QueryKey: { ...base, name: 'QueryKey', type: 'apiKey', in: 'query', parameterName: 'api key' },
  CookieKey: { ...base, name: 'CookieKey', type: 'apiKey', in: 'cookie', parameterName: 'session' },
  Bearer: { ...base, name: 'Bearer', type: 'http', scheme: 'bearer' },
  OAuth: { ...base, name: 'OAuth', type: 'oauth2', scopes: { 'orders:read': '', 'orders:write': '' } },
  Oidc: { ...base, name: 'Oidc', type: 'openIdConnect', openIdConnectUrl: 'https://i.example' },
  Basic: { ...base, name: 'Basic', type: 'http', scheme: 'basic' },
  Digest: { ...base, name: 'Digest', type: 'http', scheme: 'digest' },
  Webhook: {
    ...base,
    name: 'Webhook',
    type: 'apiKey',
    in: 'header',
    parameterName: 'webhook-signature',
    extensions: { 'x-webhook-signature': 'standard' },
  },
  Mutual: { ...base, name: 'Mutual', type: 'mutualTLS' },
} as const satisfies Record<string, SecurityScheme>;

export type SchemeName = keyof typeof schemes;

/** A contract whose one operation accepts each of the schemes. */
export function givenContract(...names: readonly SchemeName[]) {
  const security = names.map((scheme) => [{ scheme, scopes: [] }]);
  return { operations: [givenOperation({ security })], securitySchemes: schemes };
}

export function givenConfig(more: {
  readonly security?: Partial<ServiceConfig['security']>;
  readonly cors?: Partial<ServiceConfig['cors']>;
  readonly rateLimit?: Partial<ServiceConfig['rateLimit']>;
}): ServiceConfig {
  const config = defaultConfig();
  return {
    ...config,
    security: { ...config.security, ...more.security },
    cors: { ...config.cors, ...more.cors },
    rateLimit: { ...config.rateLimit, ...more.rateLimit },
  };
}

export function givenExchange(request: HttpRequest): Exchange {
  return {
    request,
    operation: undefined,
    route: undefined,
    webSocket: undefined,
    requestId: 'r1',
    trace: {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      parentSpanId: undefined,
      sampled: false,
      traceState: undefined,
      baggage: undefined,
    },
    startedAt: 0,
    handlingStartedAt: 0,
    handlingEndedAt: 0,
    principal: undefined,
    status: 0,
    error: undefined,
    mock: undefined,
    signal: new AbortController().signal,
    remainingMilliseconds: () => Number.POSITIVE_INFINITY,
    missingParts: [],
    startPart: () => ({ spanId: 'd'.repeat(16), end: () => undefined }),
    startCall: () => ({ spanId: 'c'.repeat(16), end: () => undefined }),
  };
}

export interface Origin {
  readonly url: string;
  close(): Promise<void>;
}

/** A real HTTP server on loopback; ports are searched below 32768. */
export async function startOrigin(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Origin> {
  const server = createServer(answer);
  for (let attempt = 0; ; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, '127.0.0.1', resolve);
      });
      break;
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
