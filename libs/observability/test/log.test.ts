import { hostname } from 'node:os';
import type { MockKind } from '@brrt/router-core/ports';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import schema from '../log-line.schema.json' with { type: 'json' };
import { describeError } from '../src/log/describe-error.ts';
import { isSecretKey, redactFields, redactText } from '../src/log/redact.ts';
import { givenError, givenExchange, givenObservability, givenRequest } from './given.ts';

const probe = (more: object = {}) =>
  givenExchange({ operation: undefined, route: undefined, request: givenRequest({ path: '/ready' }), ...more });

describe('the line of a request', () => {
  it("is in pino's format, with ids, operation, route, status and duration", () => {
    const given = givenObservability();
    given.pass(givenExchange());
    expect(given.written[0]).toMatch(/^\{"level":30,"time":\d+,"pid":\d+,"hostname":.*\}\n$/);
    expect(given.lines()).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        pid: process.pid,
        hostname: hostname(),
        name: 'petstore',
        requestId: 'request-1',
        traceId: 'a'.repeat(32),
        spanId: 'b'.repeat(16),
        operation: 'listPets',
        method: 'GET',
        route: '/pets',
        status: 200,
        durationMs: expect.any(Number),
        msg: 'request completed',
      },
    ]);
  });

  it('has nothing of query, headers or path', () => {
    const given = givenObservability();
    given.pass(givenExchange({ request: givenRequest({ path: '/canary-path' }) }));
    given.pass(
      givenExchange({
        operation: undefined,
        route: undefined,
        status: 404,
        request: givenRequest({ path: '/canary-path' }),
      }),
    );
    expect(given.written.join('')).not.toContain('canary');
    expect(given.lines()[1]).toMatchObject({ route: '__unmatched__', status: 404 });
    expect(given.lines()[1]).not.toHaveProperty('operation');
  });

  it('names the service as OTEL_SERVICE_NAME says', () => {
    const given = givenObservability({ env: { OTEL_SERVICE_NAME: 'pets-eu' } });
    given.pass(givenExchange());
    expect(given.lines()[0]).toMatchObject({ name: 'pets-eu' });
  });

  it('marks answers from the contract', () => {
    const given = givenObservability();
    given.pass(givenExchange({ mock: 'example' }));
    expect(given.lines()[0]).toMatchObject({ mock: 'example' });
  });

  it.each<MockKind>(['example', 'generated', 'stateful', 'chaos'])(
    'is as its schema says where it is marked: %s',
    (mock) => {
      const given = givenObservability();
      given.pass(givenExchange({ mock }));
      const validate = new Ajv2020({ allErrors: true }).compile(schema);
      expect([validate(given.lines()[0]), validate.errors]).toEqual([true, null]);
    },
  );

  it('is the same for HEAD, with its own method', () => {
    const given = givenObservability();
    given.pass(givenExchange({ request: givenRequest({ method: 'HEAD' }) }));
    expect(given.lines()[0]).toMatchObject({ method: 'HEAD', operation: 'listPets' });
  });

  it('stays one line whatever the ids are', () => {
    const given = givenObservability();
    given.pass(givenExchange({ requestId: 'a"\n{"level":60}', route: '/a"b' }));
    given.pass(givenExchange({ requestId: 'b' }));
    expect(given.written[0]?.match(/\n/g)).toHaveLength(1);
    expect(given.lines()[0]).toMatchObject({ requestId: 'a"\n{"level":60}', route: '/a"b' });
  });

  it.each([
    ['200', givenExchange(), 30],
    ['404', givenExchange({ status: 404 }), 30],
    ['401', givenExchange({ status: 401 }), 40],
    ['403', givenExchange({ status: 403 }), 40],
    ['429', givenExchange({ status: 429 }), 40],
    ['500', givenExchange({ status: 500 }), 50],
    ['a failing probe', probe({ status: 503 }), 40],
    ['a probe', probe(), 20],
    [
      'a stream that failed after its status was sent',
      givenExchange({ status: 200, error: givenError({ code: 'ERR_INTERNAL', status: 500 }) }),
      50,
    ],
  ])('has its level: %s', (_name, exchange, level) => {
    const given = givenObservability({ level: 'trace' });
    given.pass(exchange);
    expect(given.lines()[0]).toMatchObject({ level });
  });

  it.each([
    ['probes at info', 'info', probe()],
    ['ordinary requests at warn', 'warn', givenExchange()],
    ['anything when silent', 'silent', givenExchange({ status: 500 })],
  ] as const)('is not written for %s', (_name, level, exchange) => {
    const given = givenObservability({ level });
    given.pass(exchange);
    expect(given.written).toEqual([]);
  });
});

describe('failures', () => {
  it("of clients show their code and nothing of the client's", () => {
    const given = givenObservability();
    const error = givenError({ code: 'ERR_REQUEST_VALIDATION', status: 400, cause: new TypeError('canary') });
    given.pass(givenExchange({ status: 400, error }));
    expect(given.lines()[0]).toMatchObject({ code: 'ERR_REQUEST_VALIDATION' });
    expect(given.written.join('')).not.toContain('canary');
  });

  it('of clients show the places that break the contract, never a value', () => {
    const given = givenObservability();
    const violations = [
      { in: 'body', pointer: '/pets/0/name', keyword: 'minLength', detail: 'canary' },
      { in: 'query', pointer: `/token=canary${'x'.repeat(1_000)}`, keyword: 'unknown', detail: 'canary' },
      ...Array.from({ length: 30 }, () => ({ in: 'body', pointer: '/more', keyword: 'type', detail: 'canary' })),
    ];
    given.pass(
      givenExchange({ status: 400, error: givenError({ code: 'ERR_REQUEST_VALIDATION', status: 400, violations }) }),
    );
    const shown = given.lines()[0]?.violations as object[]; // an array, as the next lines find
    expect(shown).toHaveLength(20);
    expect(shown.slice(0, 2)).toEqual([
      { in: 'body', pointer: '/pets/0/name', keyword: 'minLength' },
      { in: 'query', pointer: '/token=[redacted]', keyword: 'unknown' },
    ]);
    expect(given.written.join('')).not.toContain('canary');
  });

  it('of framing are the mistake of the client, whatever their status says', () => {
    const given = givenObservability();
    given.pass(givenExchange({ status: 505, error: givenError({ code: 'ERR_HTTP_FRAMING', status: 505 }) }));
    expect(given.lines()[0]).toMatchObject({ level: 30, code: 'ERR_HTTP_FRAMING' });
    expect(given.lines()[0]).not.toHaveProperty('err');
  });

  it('of ours show what was thrown, with its causes, without secrets', () => {
    const given = givenObservability();
    const cause = new TypeError('connect postgres://me:hunter2@db/x failed, password=hunter2', {
      cause: Object.assign(new RangeError('inner'), { code: 'ECONNREFUSED', headers: { authorization: 'hunter2' } }),
    });
    given.pass(givenExchange({ status: 500, error: givenError({ code: 'ERR_INTERNAL', status: 500, cause }) }));
    expect(given.lines()[0]).toMatchObject({
      level: 50,
      code: 'ERR_INTERNAL',
      err: {
        type: 'TypeError',
        message: 'connect postgres://[redacted]@db/x failed, password=[redacted]',
        stack: expect.stringContaining('log.test.ts'),
        cause: { type: 'RangeError', code: 'ECONNREFUSED' },
      },
    });
    expect(given.written.join('')).not.toContain('hunter2');
  });

  it('of answers show where they break the contract', () => {
    const given = givenObservability();
    const breaches = [{ pointer: '/0/id', keyword: 'type', detail: 'must be integer' }];
    given.pass(
      givenExchange({ status: 500, error: givenError({ code: 'ERR_RESPONSE_VALIDATION', status: 500, breaches }) }),
    );
    expect(given.lines()[0]).toMatchObject({ breaches });
  });

  it('of framing are told', () => {
    const given = givenObservability();
    given.hooks.onClientError?.('HPE_INVALID_METHOD', 400);
    expect(given.lines()[0]).toMatchObject({ level: 30, code: 'HPE_INVALID_METHOD', status: 400 });
  });

  it.each([
    ['a text', 'token=abc', { type: 'string', message: 'token=[redacted]', stack: '' }],
    ['nothing', undefined, { type: 'undefined', message: 'undefined', stack: '' }],
    ['an object without a text', Object.create(null), { type: 'object', message: 'a value without a text', stack: '' }],
  ])('may be anything that was thrown: %s', (_name, thrown, want) => {
    expect(describeError(thrown)).toEqual(want);
  });

  it('that cause themselves end', () => {
    const error = new TypeError('round');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).match(/"round"/g)).toHaveLength(6);
  });
});

describe('what handlers log', () => {
  it('carries the ids of its request', () => {
    const given = givenObservability({ level: 'debug' });
    const log = given.logger.forExchange(givenExchange());
    log.debug('one');
    log.info({ pets: 3 }, 'two');
    log.warn('three');
    log.error({ err: new TypeError('four') });
    const ids = {
      requestId: 'request-1',
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      operation: 'listPets',
      name: 'petstore',
    };
    expect(given.lines()).toMatchObject([
      { ...ids, level: 20, msg: 'one' },
      { ...ids, level: 30, msg: 'two', pets: 3 },
      { ...ids, level: 40, msg: 'three' },
      { ...ids, level: 50, err: { type: 'TypeError', message: 'four' } },
    ]);
  });

  it('before an operation is known has none', () => {
    const given = givenObservability();
    given.logger.forExchange(givenExchange({ operation: undefined })).info('x');
    expect(given.lines()[0]).not.toHaveProperty('operation');
  });

  it('has no secrets in it, at any depth', () => {
    const given = givenObservability();
    const { service } = given.logger;
    const secrets = {
      Authorization: 'canary',
      'X-API-Key': 'canary',
      cookie: 'canary',
      dpop: 'canary',
      user: { password: 'canary', accessToken: 'canary' },
    };
    service.info({ ...secrets, list: [{ client_secret: 'canary' }] }, 'sent Bearer canary-canary');
    service.info('token: canary');
    service.error(new TypeError('password=canary'));
    service.error({ err: new TypeError('secret=canary') }, 'failed');
    service.error(Object.assign(new TypeError('x'), { headers: secrets }), 'with a message');
    expect(given.lines()).toHaveLength(5);
    expect(given.written.join('')).not.toContain('canary');
    expect(given.lines()[2]).toMatchObject({ msg: 'password=[redacted]', err: { message: 'password=[redacted]' } });
    expect(given.lines()[4]).toMatchObject({ msg: 'with a message' });
  });
});

describe('redaction', () => {
  it.each([
    ['authorization', true],
    ['Proxy-Authorization', true],
    ['Set-Cookie', true],
    ['x-api-key', true],
    ['apiKey', true],
    ['refresh_token', true],
    ['dbPassword', true],
    ['maxTokens', false],
    ['name', false],
    ['cookieless', false],
  ])('by key: %s is %s', (key, want) => {
    expect(isSecretKey(key)).toBe(want);
  });

  it.each([
    ['Basic QWxhZGRpbg== was sent', 'Basic [redacted] was sent'],
    ['DPoP Kz~8mXK1EalYznwH was sent', 'DPoP [redacted] was sent'],
    ['{"password":"x y","a":1}', '{"password":[redacted],"a":1}'],
    ["secret = 'a b', c", 'secret = [redacted], c'],
    ['Cookie: a=b; c=d\nHost: x', 'Cookie: [redacted]\nHost: x'],
    ['authorization=Digest username="a", response="b"', 'authorization=[redacted]'],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.sig', '[redacted]'],
    ['https://me:pw@host/path?api_key=abc&x=1', 'https://[redacted]@host/path?api_key=[redacted]&x=1'],
    ['Unexpected token } in JSON', 'Unexpected token } in JSON'],
    ['x'.repeat(9_000), `${'x'.repeat(8_192)}…`],
  ])('of texts: %.40s', (text, want) => {
    expect(redactText(text)).toBe(want);
  });

  it('keeps what is no secret', () => {
    const date = new Date(0);
    const error = new TypeError('x');
    const fields = {
      a: 1,
      b: null,
      c: undefined,
      d: date,
      e: error,
      f: [true],
      g: Object.create(null),
      password: undefined,
    };
    expect(redactFields(fields)).toEqual(fields);
  });

  it('stops at a depth that nobody reads', () => {
    const loop: Record<string, unknown> = {};
    loop.again = loop;
    expect(JSON.stringify(redactFields(loop))).toContain('[too deep]');
  });
});

describe('the end', () => {
  it('writes out what is buffered', async () => {
    const given = givenObservability();
    await given.hooks.onStop?.();
    await given.close();
    expect(given.flushes()).toBe(2);
  });
});
