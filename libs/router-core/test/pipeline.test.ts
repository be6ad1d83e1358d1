import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Exchange, fromContract, type HandlerRequest, ProblemError, type Stage } from '../src/index.ts';
import { contractOf, start } from './body-service.ts';
import { createTestService, key, readProblem } from './test-service.ts';

const lamp = { id: 1, name: 'Lamp' };
const json = { ...key, 'content-type': 'application/json' };

describe('match', () => {
  const service = createTestService();
  it.each([
    ['GET', '/v1/nowhere', 404, 'ERR_NOT_FOUND'],
    ['GET', '/things', 404, 'ERR_NOT_FOUND'],
    ['GET', '/v1/things/', 404, 'ERR_NOT_FOUND'],
    ['GET', '/v1//things', 404, 'ERR_NOT_FOUND'],
    ['PATCH', '/v1/things', 405, 'ERR_METHOD_NOT_ALLOWED'],
    ['GET', '/v1/search', 405, 'ERR_METHOD_NOT_ALLOWED'],
    ['OPTIONS', '/v1/nowhere', 404, 'ERR_NOT_FOUND'],
    ['GET', `/v1/things?x=${'a'.repeat(8300)}`, 414, 'ERR_URI_TOO_LONG'],
    ['POST', '/ready', 405, 'ERR_METHOD_NOT_ALLOWED'],
  ])('answers %s %s with %i', async (method, path, status, code) => {
    const response = await service.fetch(path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code });
  });

  it('lists what is allowed with a 405', async () => {
    const response = await service.fetch('/v1/things', { method: 'PATCH' });
    expect(response.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
  });

  it('answers OPTIONS by itself where the contract has none', async () => {
    const response = await service.fetch('/v1/things/1', { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, DELETE, HEAD, OPTIONS']);
  });

  it('hands a declared OPTIONS to its operation', async () => {
    const declared = createTestService({ searchOptions: () => ({ status: 204 }) });
    const response = await declared.fetch('/v1/search', { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, null]);
  });

  it('answers HEAD as GET without a body', async () => {
    const response = await service.fetch('/v1/things/1', { method: 'HEAD', headers: key });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '',
    ]);
  });
});

describe('authenticate', () => {
  const done = () => ({ status: 204 });
  const service = createTestService({ either: done, both: done, optional: done });
  it.each([
    ['/v1/either', {}, 401, 'ERR_AUTHENTICATION'],
    ['/v1/either', { 'x-key': 'bad' }, 401, 'ERR_AUTHENTICATION'],
    ['/v1/either', { 'x-token': 'narrow' }, 403, 'ERR_FORBIDDEN'],
    ['/v1/either', { 'x-token': 'narrow', 'x-key': 'good' }, 204, undefined],
    ['/v1/either', { 'x-token': 'unknown' }, 503, 'ERR_IDENTITY_UNAVAILABLE'],
    ['/v1/either', { 'x-token': 'guess' }, 429, 'ERR_RATE_LIMITED'],
    ['/v1/either', { 'x-token': 'later' }, 204, undefined],
    ['/v1/either', { 'x-key': 'later' }, 204, undefined],
    ['/v1/both', { 'x-token': 'good' }, 401, 'ERR_AUTHENTICATION'],
    ['/v1/both', { 'x-token': 'good', 'x-key': 'good' }, 204, undefined],
    ['/v1/both', { 'x-token': 'later', 'x-key': 'later' }, 204, undefined],
    ['/v1/both', { 'x-token': 'later', 'x-key': 'bad' }, 401, 'ERR_AUTHENTICATION'],
    ['/v1/optional', {}, 204, undefined],
  ])('%s with %j is %i', async (path, headers, status, code) => {
    const response = await service.fetch(path, { headers: headers as Record<string, string> });
    expect(response.status).toBe(status);
    if (code !== undefined) expect(await response.json()).toMatchObject({ code });
  });

  it('challenges once per scheme, naming an error only where a credential was sent', async () => {
    const response = await service.fetch('/v1/either', { headers: { 'x-token': 'bad' } });
    expect(response.headers.get('www-authenticate')).toBe('Token scope="read" error="rejected", Key scope=""');
  });

  it('names nobody when only half of an alternative holds', async () => {
    const seen: unknown[] = [];
    const half = createTestService({
      optional: (_request: never, context: { principal: unknown }) => {
        seen.push(context.principal);
        return { status: 204 };
      },
    } as never);
    await half.fetch('/v1/optional');
    await half.fetch('/v1/optional', { headers: key });
    expect(seen).toEqual([undefined, expect.objectContaining({ subject: 'Key-user' })]);
  });

  it('tells a stranger nothing about parameters and reads no body', async () => {
    const response = await createTestService().fetch('/v1/things', {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(401);
  });

  it('does not start without a handler for a required scheme', () => {
    expect(() => createTestService({}, { security: {} })).toThrow(/security scheme "Key" has no handler/);
  });
});

describe('validate', () => {
  const service = createTestService({
    addThing: ({ body }: HandlerRequest) => ({ status: 201, body: { id: 9, ...(body as object) } }),
  } as never);
  it('reports every violation of parameters at once, without their values', async () => {
    const response = await service.fetch('/v1/things?limit=sesame', { headers: { 'x-key': 'good', 'x-tenant': 'x' } });
    const problem = await response.json();
    expect(problem).toMatchObject({
      type: 'urn:brrt:problem:request-validation',
      title: 'The request breaks the contract',
      status: 400,
      code: 'ERR_REQUEST_VALIDATION',
      errors: [
        { in: 'query', pointer: '/limit', keyword: 'type' },
        { in: 'header', pointer: '/X-Tenant', keyword: 'minLength' },
      ],
    });
    expect(JSON.stringify(problem)).not.toContain('sesame');
  });

  it.each([
    ['nothing', undefined, 400],
    ['malformed JSON', '{"name":', 400],
    ['a body of another shape', '{"name":""}', 400],
    ['an undeclared property', '{"name":"a","admin":true}', 400],
    ['what the contract asks for', '{"name":"a"}', 201],
  ])('answers %s as a body: %j with %i', async (_name, body, status) => {
    const response = await service.fetch('/v1/things', {
      method: 'POST',
      headers: json,
      ...(body !== undefined && { body }),
    });
    expect(response.status).toBe(status);
  });

  it('refuses another media type and says what it takes', async () => {
    const response = await service.fetch('/v1/things', {
      method: 'POST',
      headers: { ...key, 'content-type': 'text/plain' },
      body: 'x',
    });
    expect([response.status, response.headers.get('accept')]).toEqual([415, 'application/json']);
    expect(await response.json()).toMatchObject({
      detail: 'The content type of the request is not one the operation takes: application/json',
    });
  });

  it('refuses a body beyond the limit', async () => {
    const small = createTestService({}, { config: { http: { maxBodyBytes: 10 } } });
    const response = await small.fetch('/v1/things', { method: 'POST', headers: json, body: '{"name":"too long"}' });
    expect(response.status).toBe(413);
  });
});

describe('handle', () => {
  it('gives the handler each place apart, with defaults', async () => {
    const seen: unknown[] = [];
    const service = createTestService({
      listThings: (request: HandlerRequest) => {
        seen.push(request);
        return { status: 200, headers: { 'X-Total-Count': 0 }, body: [] };
      },
    } as never);
    await service.fetch('/v1/things', { headers: { ...key, accept: 'application/json' } });
    expect(seen[0]).toMatchObject({
      path: {},
      query: { limit: 20 },
      headers: { 'X-Tenant': 'acme' },
      cookies: {},
      body: undefined,
    });
  });

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('secret detail');
      },
      500,
      'ERR_INTERNAL',
    ],
    ['rejects', () => Promise.reject(new TypeError('secret detail')), 500, 'ERR_INTERNAL'],
    [
      'throws a problem',
      () => {
        throw new ProblemError({ status: 404, type: 'thing-not-found', title: 'No such thing' });
      },
      404,
      'ERR_THING_NOT_FOUND',
    ],
    [
      'rejects with a problem',
      () => Promise.reject(new ProblemError({ status: 409, type: 'busy', title: 'Busy', code: 'ERR_X' })),
      409,
      'ERR_X',
    ],
    ['returns nothing', () => undefined, 500, 'ERR_INTERNAL'],
  ])('a handler that %s is answered with %s', async (_name, getThing, status, code) => {
    const service = createTestService({ getThing } as never);
    const response = await service.fetch('/v1/things/1', { headers: key });
    const text = await response.text();
    expect([response.status, JSON.parse(text).code]).toEqual([status, code]);
    expect(text).not.toContain('secret');
  });

  it('ends a handler that misses its deadline with 504 and tells it so', async () => {
    let reason: unknown;
    const service = createTestService({
      slow: (_request: never, { signal }: { signal: AbortSignal }) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
        });
        return new Promise(() => undefined);
      },
    } as never);
    const response = await service.fetch('/v1/slow');
    expect(await response.json()).toMatchObject({ status: 504, code: 'ERR_DEADLINE_EXCEEDED' });
    expect(reason).toMatchObject({ code: 'ERR_DEADLINE_EXCEEDED' });
  });

  it('answers an operation without a handler from the example of the contract', async () => {
    const response = await createTestService({ getThing: fromContract }).fetch('/v1/things/1', { headers: key });
    expect([response.status, response.headers.get('x-brrt-mock'), await response.json()]).toEqual([
      200,
      'example',
      lamp,
    ]);
  });

  it('refuses an Accept that rules everything out before the handler runs', async () => {
    let ran = false;
    const service = createTestService({
      getThing: () => {
        ran = true;
        return { status: 200, body: lamp };
      },
    });
    const response = await service.fetch('/v1/things/1', { headers: { ...key, accept: 'image/png' } });
    expect([response.status, ran]).toEqual([406, false]);
  });

  it('goes without a handler whose operation has vanished from the contract, and says so', async () => {
    const warnings: unknown[] = [];
    const warn = (warning: unknown) => warnings.push(warning);
    const log = { debug: () => {}, info: () => {}, error: () => {}, warn } as never;
    const service = createTestService(
      { vanished: () => ({ status: 204 }) },
      { logger: { service: log, forExchange: () => log } },
    );
    expect(warnings).toEqual(['Handler vanished belongs to no operation of the contract']);
    expect((await service.fetch('/v1/nothing')).status).toBe(200);
  });
});

describe('validate the response', () => {
  const count = { 'X-Total-Count': 1 };
  it.each([
    ['a status that is none', { nothing: () => ({ status: 99 }) }, '/v1/nothing'],
    ['an undeclared status', { getThing: () => ({ status: 202, body: lamp }) }, '/v1/things/1'],
    [
      'a body of another shape',
      { getThing: () => ({ status: 200, body: { id: 'one', name: 'Lamp' } }) },
      '/v1/things/1',
    ],
    [
      'an undeclared property of a closed object',
      { getThing: () => ({ status: 200, body: { ...lamp, password: 'x' } }) },
      '/v1/things/1',
    ],
    ['a missing body', { getThing: () => ({ status: 200 }) }, '/v1/things/1'],
    ['a body where none is declared', { getThing: () => ({ status: 404, body: lamp }) }, '/v1/things/1'],
    [
      'a missing header',
      { listThings: () => ({ status: 200, contentType: 'application/json', body: [] }) },
      '/v1/things',
    ],
    [
      'a header of another type',
      { listThings: () => ({ status: 200, body: [], headers: { 'X-Total-Count': 'many' } }) },
      '/v1/things',
    ],
    [
      'an undeclared header',
      { listThings: () => ({ status: 200, body: [], headers: { ...count, 'Set-Cookie': 'a=b' } }) },
      '/v1/things',
    ],
    [
      'an undeclared media type',
      { listThings: () => ({ status: 200, contentType: 'image/png', body: [], headers: count }) },
      '/v1/things',
    ],
  ])('answers 500 to %s and lets nothing of it out', async (_name, handlers, path) => {
    const response = await createTestService(handlers as never).fetch(path, { headers: key });
    const problem = await response.json();
    expect(problem).toMatchObject({ status: 500, code: 'ERR_RESPONSE_VALIDATION' });
    expect(problem).not.toHaveProperty('errors');
    expect(JSON.stringify(problem)).not.toContain('password');
  });

  it('takes a range, then default, for a status that is not declared exactly', async () => {
    const service = createTestService({ addThing: () => ({ status: 418, body: {} }) });
    const response = await service.fetch('/v1/things', { method: 'POST', headers: json, body: '{"name":"a"}' });
    expect(response.status).toBe(418);
  });

  it('names the status that was answered, and as what it is declared', async () => {
    const text = `
openapi: 3.1.0
info: { title: Empty, version: '1' }
paths: { /empty: { get: { operationId: empty, responses: { '204': { description: None }, default: { description: Other } } } } }
`;
    const answer = { status: 418, body: {} };
    await using given = await start(await contractOf(text), { empty: () => answer });
    expect((await fetch(`${given.url}/empty`)).status).toBe(500);
    expect(given.ended[0]?.error).toMatchObject({
      breaches: [{ detail: 'The contract declares no content for status 418, declared as default' }],
    });
  });

  it('chooses the media type by Accept and by what the handler says', async () => {
    const list = (result: object) =>
      createTestService({ listThings: () => ({ status: 200, headers: count, ...result }) } as never);
    const csv = await list({ body: 'id\n1' }).fetch('/v1/things', { headers: { ...key, accept: 'text/csv' } });
    expect([csv.headers.get('content-type'), await csv.text()]).toEqual(['text/csv; charset=utf-8', 'id\n1']);
    const said = await list({ body: [lamp], contentType: 'application/json' }).fetch('/v1/things', { headers: key });
    expect([said.headers.get('content-type'), said.headers.get('x-total-count')]).toEqual(['application/json', '1']);
  });

  it('can be switched off for one operation by its contract', async () => {
    const service = createTestService({ lenient: () => ({ status: 200, body: 'no integer' }) });
    expect((await service.fetch('/v1/lenient')).status).toBe(200);
  });

  it('can be switched off', async () => {
    const service = createTestService(
      { getThing: () => ({ status: 200, body: { id: 'one' } }) },
      { config: { http: { validateResponses: false } } },
    );
    expect((await service.fetch('/v1/things/1', { headers: key })).status).toBe(200);
  });
});

describe('every response', () => {
  it('carries the id of the request, its own or a new one', async () => {
    const service = createTestService();
    const given = await service.fetch('/v1/nowhere', { headers: { 'x-request-id': 'abc-1' } });
    expect([given.headers.get('x-request-id'), (await readProblem(given)).requestId]).toEqual(['abc-1', 'abc-1']);
    const made = await service.fetch('/v1/nowhere', { headers: { 'x-request-id': 'not an id' } });
    const problem = await readProblem(made);
    expect(problem.instance).toBe(`urn:uuid:${made.headers.get('x-request-id')}`);
    expect(problem.traceId).toMatch(/^[\da-f]{32}$/);
  });

  it('carries CORS headers, problems too, and preflights need no credentials', async () => {
    const cors = {
      compile: () => ({
        preflight: () => ({ status: 204, headers: ['access-control-allow-methods', 'GET'], body: undefined }),
        headers: () => ['access-control-allow-origin', 'https://a'],
      }),
    };
    const service = createTestService({}, { cors });
    for (const path of ['/v1/nowhere', '/v1/things', '/v1/things/1']) {
      const response = await service.fetch(path, { method: 'PUT', headers: { origin: 'https://a' } });
      expect(response.headers.get('access-control-allow-origin')).toBe('https://a');
    }
    const preflight = await service.fetch('/v1/things', {
      method: 'OPTIONS',
      headers: { origin: 'https://a', 'access-control-request-method': 'GET' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET']);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('carries what admission decided, or is its refusal', async () => {
    const decide = (operation: string) =>
      operation === 'getThing'
        ? { admitted: true as const, headers: ['ratelimit', '"a";r=1'] }
        : {
            admitted: false as const,
            status: operation === 'open' ? (503 as const) : (429 as const),
            reason: 'quota',
            retryAfterSeconds: 3,
            headers: ['ratelimit', '"a";r=0'],
          };
    const admission = {
      compile: ({ id }: { id: string }) => ({
        admit: () => (id === 'open' ? Promise.resolve(decide(id)) : decide(id)),
      }),
    };
    const service = createTestService({}, { admission });
    const admitted = await service.fetch('/v1/things/1', { headers: key });
    expect([admitted.status, admitted.headers.get('ratelimit')]).toEqual([200, '"a";r=1']);
    const limited = await service.fetch('/v1/things', { headers: key });
    expect([limited.status, limited.headers.get('retry-after'), limited.headers.get('ratelimit')]).toEqual([
      429,
      '3',
      '"a";r=0',
    ]);
    expect((await service.fetch('/v1/open')).status).toBe(503);
  });
});

describe('hooks', () => {
  it('see every stage in order and one end, whatever becomes of the request', async () => {
    const events: string[] = [];
    const hooks = [
      {
        onRequest: () => {
          events.push('request');
          throw new TypeError('a hook that fails');
        },
      },
      {
        onStage: (_exchange: Exchange, stage: Stage) => {
          events.push(stage);
        },
        onEnd: ({ status, operation }: Exchange) => {
          events.push(`${operation?.id} ${status}`);
        },
      },
    ];
    const service = createTestService({ deleteThing: () => ({ status: 204 }) }, { hooks });
    await service.fetch('/v1/things/1', { method: 'DELETE', headers: key });
    await service.fetch('/v1/nowhere');
    expect(events).toEqual([
      'request',
      'match',
      'cors',
      'admit',
      'authenticate',
      'validate-params',
      'authorize',
      'validate-body',
      'handle',
      'validate-response',
      'send',
      'deleteThing 204',
      'request',
      'match',
      'undefined 404',
    ]);
  });
});

describe('built-in endpoints', () => {
  const service = createTestService(
    { ownHealth: () => ({ status: 200, body: 'mine' }) },
    {
      readiness: [{ name: 'database', check: async () => undefined }],
    },
  );
  it.each([
    ['/livez', 200, 'application/json'],
    ['/health', 200, 'application/json'],
    ['/ready', 200, 'application/json'],
    ['/openapi.json', 200, 'application/openapi+json'],
    ['/openapi.yaml', 200, 'application/openapi+yaml'],
  ])('%s is %i', async (path, status, contentType) => {
    const response = await service.fetch(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, contentType]);
  });

  it('serve the whole contract', async () => {
    expect(await (await service.fetch('/openapi.json')).json()).toMatchObject({ info: { title: 'Pipeline' } });
    expect(await (await service.fetch('/openapi.yaml')).text()).toContain('title: Pipeline');
  });

  it.each([
    [undefined, 'The service is not ready'],
    ['never', 'The service is not ready'],
    ['always', 'Failing: database (cannot reach postgres://db)'],
  ] as const)('say of a failing check what may be shown: %s', async (details, detail) => {
    const failing = createTestService(
      {},
      {
        readiness: [
          {
            name: 'database',
            check: () => Promise.reject(new TypeError('cannot reach postgres://me:canary@db\ncanary')),
          },
        ],
        ...(details === undefined ? {} : { config: { http: {}, health: { details } } }),
      },
    );
    const response = await failing.fetch('/ready');
    const text = await response.text();
    expect([response.status, JSON.parse(text).detail]).toEqual([503, detail]);
    expect(text).not.toContain('canary');
  });

  it('count the checks of security schemes and clients, which degrade', async () => {
    const down = { degrades: true, check: () => Promise.reject(new TypeError('down')) };
    const degraded = createTestService(
      {},
      {
        config: { http: {}, health: { details: 'always' } },
        clients: { pets: { bind: () => ({}), close: async () => {}, readiness: { name: 'client:pets', ...down } } },
      },
    );
    const response = await degraded.fetch('/ready');
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { status: 'degraded', checks: [{ name: 'client:pets', status: 'failing', required: false, reason: 'down' }] },
    ]);
  });

  it('leave a path that the contract declares to the contract', async () => {
    expect(await (await service.fetch('/v1/health')).text()).toBe('mine');
  });
});

describe('a response without content', () => {
  it.each([
    ['204', '/v1/either'],
    ['304', '/v1/cached'],
  ])('has none even where the contract declares some: %s', async (status, path) => {
    const service = createTestService({
      either: () => ({ status: 204, body: null }),
      cached: () => ({ status: 304, body: { id: 1 } }),
    });
    const response = await service.fetch(path, { headers: key });
    expect([String(response.status), response.headers.get('content-type'), await response.text()]).toEqual([
      status,
      null,
      '',
    ]);
  });
});

describe('a success in several media types beside one without content', () => {
  it('is 406 when none is acceptable', async () => {
    const service = createTestService({ mixed: () => ({ status: 200, body: 'text' }) });
    const response = await service.fetch('/v1/mixed', { headers: { accept: 'image/png' } });
    expect(response.status).toBe(406);
  });

  it('is text under a schema for objects, unchecked', async () => {
    const service = createTestService({ mixed: () => ({ status: 200, contentType: 'text/plain', body: 'PID 1' }) });
    const response = await service.fetch('/v1/mixed');
    expect([response.status, await response.text()]).toEqual([200, 'PID 1']);
  });
});

describe('what deserves a second look', () => {
  it('is logged once, when the service is made', () => {
    const warnings: unknown[] = [];
    const log = {
      debug: () => {},
      info: () => {},
      error: () => {},
      warn: (warning: unknown) => warnings.push(warning),
    };
    const config = { http: {}, warnings: ['an old key'], developmentConfig: 'config.development.yaml' };
    createTestService(
      {},
      { config, warnings: ['a wide scope'], logger: { service: log as never, forExchange: () => log as never } },
    );
    expect(warnings).toEqual([
      'Configuration for development is in use, from config.development.yaml',
      'an old key',
      'a wide scope',
    ]);
  });
});

describe('streams', () => {
  it('are sent as they come', async () => {
    const service = createTestService({
      stream: () => ({ status: 200, body: Readable.from([Buffer.from('a'), Buffer.from('b')]) }),
    });
    expect(await (await service.fetch('/v1/stream')).text()).toBe('ab');
  });
});
