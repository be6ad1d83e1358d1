import { describe, expect, it } from 'vitest';
import { givenError, givenExchange, givenRequest } from '../../test/given.ts';
import { describeServerSpans, finishRequest } from './server-spans.ts';

const server = (more: Parameters<typeof givenExchange>[0]) =>
  describeServerSpans(finishRequest(givenExchange(more), [], 5))[0];

function reachableFrom(value: unknown, seen = new Set<unknown>()): ReadonlySet<unknown> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return seen;
  seen.add(value);
  for (const inner of Object.values(value)) reachableFrom(inner, seen);
  return seen;
}

describe('the span of a request', () => {
  it.each([
    ['http', 'pets.example:8081', { 'server.address': 'pets.example', 'server.port': 8081 }],
    ['https', '[::1]:8443', { 'server.address': '[::1]', 'server.port': 8443 }],
    ['https', 'pets.example', { 'server.address': 'pets.example' }],
  ] as const)('says how it came: %s, %s', (scheme, host, address) => {
    const span = server({ request: givenRequest({ scheme, headers: { host } }) });
    expect(span?.attributes).toMatchObject({ 'url.scheme': scheme, ...address });
    expect('server.port' in (span?.attributes ?? {})).toBe('server.port' in address);
  });

  it('is named by the template, never by what a client made up', () => {
    expect(server({})?.name).toBe('GET /pets');
    const unknown = { operation: undefined, route: undefined, status: 404 };
    expect(server({ ...unknown, request: givenRequest({ method: 'BREW', path: '/pot' }) })?.name).toBe('HTTP');
  });

  it('is made of nothing that keeps the exchange, its bodies or its other headers', () => {
    const claims = { sub: 'canary' };
    const principal = { scheme: 'bearer', subject: 'ada', scopes: [], claims };
    const error = givenError({ code: 'ERR_X', status: 500, cause: { config: 'canary' } });
    const exchange = givenExchange({ principal, status: 500, error });
    const reached = reachableFrom(finishRequest(exchange, [], 5));
    for (const kept of [exchange, exchange.request, exchange.request.body, exchange.request.headers, claims, error])
      expect(reached.has(kept)).toBe(false);
  });

  it('has nothing of a query or a header that may be secret', () => {
    expect(JSON.stringify(server({}))).not.toContain('canary');
  });

  it.each([
    [400, false],
    [500, true],
  ])('is one of an error when it is ours: %i', (status, isError) => {
    const span = server({ status, error: givenError({ code: 'ERR_X', status }) });
    expect(span?.error !== undefined).toBe(isError);
    expect(span?.attributes).toMatchObject({ 'error.type': 'ERR_X', 'http.response.status_code': status });
    expect(span?.events?.map(({ name }) => name)).toEqual(isError ? ['exception'] : []);
  });

  it('says which span of another service it hangs below', () => {
    const trace = { ...givenExchange().trace, parentSpanId: 'e'.repeat(16), traceState: 'vendor=1' };
    expect(server({ trace })?.parent).toEqual({ spanId: 'e'.repeat(16), isRemote: true, traceState: 'vendor=1' });
    expect(server({})?.parent).toBeUndefined();
  });

  it('keeps a method that nobody knows beside its label', () => {
    const unknown = { operation: undefined, route: undefined, status: 0 };
    const span = server({ ...unknown, request: givenRequest({ method: 'BREW' }) });
    expect(span?.attributes).toMatchObject({
      'http.request.method': '_OTHER',
      'http.request.method_original': 'BREW',
    });
    for (const name of ['http.route', 'http.response.status_code', 'brrt.operation'])
      expect(span?.attributes).not.toHaveProperty(name);
  });

  it.each([undefined, '', 'user:secret@pets.example', 'pets.example:port', 'a'.repeat(256)])(
    'has no address where the header says none: %s',
    (host) => {
      const headers = host === undefined ? {} : { host };
      expect(server({ request: givenRequest({ headers }) })?.attributes).not.toHaveProperty('server.address');
    },
  );

  it('cuts what a client may make long', () => {
    const request = givenRequest({ path: `/${'p'.repeat(5_000)}`, headers: { 'user-agent': 'u'.repeat(5_000) } });
    const { 'url.path': path, 'user_agent.original': agent } = server({ request })?.attributes ?? {};
    expect([String(path).length, String(agent).length]).toEqual([1_024, 1_024]);
  });

  it('says who asked, what the answer does without, and how a WebSocket ended', () => {
    class Session {
      readonly end = { code: 1_000, reason: 'canary', by: 'client' } as const;
      get received(): number {
        return 2;
      }
      get sent(): number {
        return 3;
      }
    }
    const webSocket = new Session();
    const principal = { scheme: 'bearer', subject: 'ada', scopes: [], claims: {} };
    expect(server({ principal, missingParts: ['reviews'], webSocket })?.attributes).toMatchObject({
      'brrt.security_scheme': 'bearer',
      'brrt.missing_parts': ['reviews'],
      'brrt.websocket.received': 2,
      'brrt.websocket.sent': 3,
      'brrt.websocket.close_code': 1_000,
      'brrt.websocket.ended_by': 'client',
    });
    const open = server({ webSocket: { received: 0, sent: 0, end: undefined } })?.attributes;
    expect(open).toMatchObject({ 'brrt.websocket.sent': 0 });
    expect(open).not.toHaveProperty('brrt.websocket.close_code');
    expect(server({})?.attributes).not.toHaveProperty('brrt.missing_parts');
  });

  it('names what of a request breaks the contract, by place and keyword, and none of its values', () => {
    const violations = [
      { in: 'body', pointer: '/name', keyword: 'minLength', detail: 'canary' },
      { in: 'query', name: 'limit', detail: 'canary' },
      ...Array.from({ length: 40 }, () => ({ in: 'body', pointer: '/tags', keyword: 'type', detail: 'canary' })),
    ];
    const error = givenError({ code: 'ERR_REQUEST_VALIDATION', status: 400, violations });
    const events = server({ status: 400, error })?.events ?? [];
    expect(events).toHaveLength(32);
    expect(events.slice(0, 2).map(({ attributes }) => attributes)).toEqual([
      { 'brrt.in': 'body', 'brrt.pointer': '/name', 'brrt.keyword': 'minLength' },
      { 'brrt.in': 'query' },
    ]);
    expect(JSON.stringify(events)).not.toContain('canary');
  });

  it('names where our answer breaks its contract, and then what threw', () => {
    const breaches = [{ pointer: '/id', keyword: 'type', detail: 'canary' }];
    const fields = { code: 'ERR_RESPONSE_VALIDATION', status: 500, breaches, cause: new RangeError('broken') };
    expect(server({ status: 500, error: givenError(fields) })?.events).toMatchObject([
      {
        name: 'brrt.violation',
        at: 5,
        attributes: { 'brrt.in': 'response', 'brrt.pointer': '/id', 'brrt.keyword': 'type' },
      },
      { name: 'exception', attributes: { 'exception.type': 'RangeError', 'exception.message': 'broken' } },
    ]);
  });

  it('is one of an error where the answer had begun already', () => {
    expect(server({ status: 200, error: givenError({ code: 'ERR_X', status: 500 }) })?.error).toBe('');
  });
});

describe('the spans of stages', () => {
  const marks = [
    { stage: 'validate-params', spanId: '1'.repeat(16), at: 1 },
    { stage: 'handle', spanId: '2'.repeat(16), at: 2 },
  ] as const;

  it('follow each other below that of the request', () => {
    const [, ...stages] = describeServerSpans(finishRequest(givenExchange(), marks, 5));
    const parent = { spanId: 'b'.repeat(16), isRemote: false };
    expect(stages).toMatchObject([
      { name: 'validate', spanId: '1'.repeat(16), startedAt: 1, endedAt: 2, parent, attributes: {} },
      { name: 'handle', spanId: '2'.repeat(16), startedAt: 2, endedAt: 5, parent, attributes: {} },
    ]);
  });

  it.each([
    [400, undefined],
    [500, ''],
  ])('put an error on the last one, where it happened: %i', (status, want) => {
    const error = givenError({ code: 'ERR_X', status });
    const [, first, last] = describeServerSpans(finishRequest(givenExchange({ status, error }), marks, 5));
    expect(first?.attributes).toEqual({});
    expect(first?.error).toBeUndefined();
    expect(last?.attributes).toEqual({ 'error.type': 'ERR_X' });
    expect(last?.error).toBe(want);
  });
});
