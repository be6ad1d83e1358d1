import type { HttpRequest, RouteCors } from '@brrt/router-core/ports';
import { describe, expect, it } from 'vitest';
import type { JsonValue, Operation } from '../src/contract.ts';
import { createSecurity, SecurityConfigError } from '../src/index.ts';
import { givenConfig, givenOperation, givenRequest, schemes } from './given.ts';

const app = 'https://app.example.com';
const keyConfig = { sha256: ['0'.repeat(64)], headerName: undefined, scopes: [] };
const source = { file: 'openapi.yaml', line: 1, column: 1, pointer: '' };
const list = givenOperation();
const create = givenOperation({
  id: 'createPet',
  method: 'POST',
  requestBody: { required: true, content: [], source },
});

function given(cors: object, operations: readonly Operation[] = [list, create]) {
  const config = givenConfig({ cors: { origins: [app], ...cors } });
  return createSecurity({ operations, securitySchemes: schemes }, config);
}

function route(cors: object, operations: readonly Operation[] = [list, create]): RouteCors {
  return given(cors, operations).cors.compile(operations);
}

function withExtension(value: JsonValue, operation: Operation = list): Operation {
  return { ...operation, extensions: { 'x-cors': value } };
}

function fields(flat: readonly string[]): Record<string, string> {
  const entries = Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index], flat[2 * index + 1]]);
  return Object.fromEntries(entries);
}

function preflightFrom(origin: string, method: string, headers?: string): HttpRequest {
  const asked = headers === undefined ? {} : { 'Access-Control-Request-Headers': headers };
  return givenRequest({ Origin: origin, 'Access-Control-Request-Method': method, ...asked }, { method: 'OPTIONS' });
}

const varyPreflight = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

describe('responses', () => {
  it('say nothing without configured origins', () => {
    const { headers, preflight } = route({ origins: [] });
    expect(headers(givenRequest({ Origin: app }), list)).toEqual([]);
    expect(preflight(preflightFrom(app, 'GET'))).toEqual({ status: 204, headers: [], body: undefined });
  });

  it('have no Access-Control-Allow-Origin without an Origin', () => {
    expect(fields(route({}).headers(givenRequest(), list))).toEqual({ vary: 'Origin' });
  });

  it.each([
    ['of the operation', list],
    ['without an operation, as 405', undefined],
    ['of an operation that was not compiled with the path', givenOperation({ id: 'other' })],
  ])('repeat an allowed origin: %s', (_name, operation) => {
    expect(fields(route({}).headers(givenRequest({ Origin: app }), operation))).toEqual({
      'access-control-allow-origin': app,
      vary: 'Origin',
    });
  });

  it.each([
    'https://app.example.com.evil.com',
    'https://evilapp.example.com',
    'https://app.example.com:8443',
    'http://app.example.com',
    'https://app.example.com/',
    'HTTPS://app.example.com',
    'https://app.example.com%60.evil.com',
    'https://app.example.com https://app.example.com',
    'null',
    'x'.repeat(10_000),
  ])('do not repeat the origin %.40s', (origin) => {
    const want = { vary: 'Origin' };
    expect(fields(route({ allowCredentials: true }).headers(givenRequest({ Origin: origin }), list))).toEqual(want);
    expect(fields(route({}).preflight(preflightFrom(origin, 'GET')).headers)).toEqual({ vary: varyPreflight });
  });

  it('do not repeat two origins', () => {
    expect(fields(route({}).headers(givenRequest({ Origin: [app, app] }), list))).toEqual({ vary: 'Origin' });
  });

  it('allow everybody with *, without credentials, but never null', () => {
    const { headers } = route({ origins: ['*'] });
    expect(fields(headers(givenRequest({ Origin: 'https://any.example' }), list))).toEqual({
      'access-control-allow-origin': '*',
      vary: 'Origin',
    });
    expect(fields(headers(givenRequest({ Origin: 'null' }), list))).toEqual({ vary: 'Origin' });
  });

  it('expose headers and allow credentials where configured', () => {
    const { headers } = route({ allowCredentials: true, exposeHeaders: ['X-Total', 'ETag'] });
    expect(fields(headers(givenRequest({ Origin: app }), list))).toEqual({
      'access-control-allow-origin': app,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'X-Total, ETag',
      vary: 'Origin',
    });
  });
});

describe('preflights', () => {
  it('are answered with the methods of the contract and the headers that were asked for and are allowed', () => {
    const { status, headers, body } = route({ maxAge: 600 }).preflight(
      preflightFrom(app, 'POST', 'content-type, X-Evil,X-API-Key, a b'),
    );
    expect([status, body]).toEqual([204, undefined]);
    expect(fields(headers)).toEqual({
      'access-control-allow-origin': app,
      'access-control-allow-methods': 'GET, POST, HEAD',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
      vary: varyPreflight,
    });
  });

  it('allow what the operation itself declares: parameters, body and security schemes', () => {
    const security = ['ApiKey', 'QueryKey', 'Bearer', 'Mutual', 'unknown'].map((scheme) => [{ scheme, scopes: [] }]);
    const parameter = {
      name: 'X-Tenant',
      in: 'header',
      required: true,
      deprecated: false,
      allowEmptyValue: false,
    } as const;
    const rest = { allowReserved: false, style: 'simple', explode: false, schema: true, examples: [], source } as const;
    const operation = givenOperation({ parameters: [{ ...parameter, ...rest }], security });
    const policy = createSecurity(
      { operations: [list], securitySchemes: schemes },
      givenConfig({ cors: { origins: [app], allowedHeaders: [] } }),
    );
    const { headers } = policy.cors
      .compile([operation])
      .preflight(preflightFrom(app, 'GET', 'x-tenant, x-api-key, authorization, content-type'));
    expect(fields(headers)['access-control-allow-headers']).toBe('x-tenant, x-api-key, authorization');
  });

  it.each([
    ['a method that the path does not have', {}, 'DELETE'],
    ['a method in another case', {}, 'get'],
    ['a method that the configuration leaves out', { allowedMethods: ['POST'] }, 'GET'],
    ['no method', {}, ''],
  ])('allow nothing for %s', (_name, cors, method) => {
    expect(fields(route(cors).preflight(preflightFrom(app, method)).headers)).toEqual({ vary: varyPreflight });
  });

  it('list only the methods that the configuration allows; HEAD comes with GET', () => {
    const { headers } = route({ allowedMethods: ['GET', 'PATCH'] }).preflight(preflightFrom(app, 'HEAD'));
    expect(fields(headers)['access-control-allow-methods']).toBe('GET, HEAD');
  });

  it('let * stand for every header but Authorization', () => {
    const asked = preflightFrom(app, 'GET', 'x-one, authorization, x-one');
    expect(fields(route({ allowedHeaders: ['*'] }).preflight(asked).headers)['access-control-allow-headers']).toBe(
      'x-one',
    );
    const withCredentials = route({ allowedHeaders: ['*'], allowCredentials: true }).preflight(asked);
    expect(fields(withCredentials.headers)).not.toHaveProperty('access-control-allow-headers');
  });

  it('look at a hundred header names at most', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `x-${index}`).join(',');
    const { headers } = route({ allowedHeaders: ['*'] }).preflight(preflightFrom(app, 'GET', many));
    expect(fields(headers)['access-control-allow-headers']?.split(', ')).toHaveLength(100);
  });

  it('never answer private network access', () => {
    const request = givenRequest(
      { Origin: app, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Private-Network': 'true' },
      { method: 'OPTIONS' },
    );
    expect(Object.keys(fields(route({}).preflight(request).headers)).join()).not.toContain('private');
  });

  it('without an Origin allow nothing', () => {
    const request = givenRequest({ 'Access-Control-Request-Method': 'GET' }, { method: 'OPTIONS' });
    expect(fields(route({}).preflight(request).headers)).toEqual({ vary: varyPreflight });
  });
});

describe('x-cors', () => {
  it('false takes an operation out', () => {
    const off = withExtension(false);
    const { headers, preflight } = route({}, [off, create]);
    expect(headers(givenRequest({ Origin: app }), off)).toEqual([]);
    expect(fields(preflight(preflightFrom(app, 'GET')).headers)).toEqual({ vary: varyPreflight });
    expect(fields(preflight(preflightFrom(app, 'POST')).headers)['access-control-allow-methods']).toBe('POST');
  });

  it.each([['inherit'], [true], [null]])('%s is the configuration', (value) => {
    const operation = withExtension(value);
    expect(fields(route({}, [operation]).headers(givenRequest({ Origin: app }), operation))).toHaveProperty(
      'access-control-allow-origin',
    );
  });

  it('replaces what it names', () => {
    const operation = withExtension({
      allowedHeaders: ['X-Only'],
      allowedMethods: ['GET'],
      allowCredentials: true,
      exposeHeaders: ['X-Seen'],
      maxAge: 5,
    });
    const { headers, preflight } = route({ maxAge: 600 }, [operation]);
    expect(fields(headers(givenRequest({ Origin: app }), operation))).toMatchObject({
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'X-Seen',
    });
    expect(fields(preflight(preflightFrom(app, 'GET', 'x-only, content-type')).headers)).toEqual({
      'access-control-allow-origin': app,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'x-only',
      'access-control-max-age': '5',
      vary: varyPreflight,
    });
  });

  it('leaves what it does not name', () => {
    const operation = withExtension({ maxAge: null, allowCredentials: null, allowedHeaders: null });
    const { preflight } = route({ maxAge: 600 }, [operation]);
    expect(fields(preflight(preflightFrom(app, 'GET')).headers)['access-control-max-age']).toBe('600');
  });

  it.each([
    ['off', "x-cors has to be 'inherit', false or an object"],
    [[], "x-cors has to be 'inherit', false or an object"],
    [{ allowedHeaders: 'X' }, 'x-cors.allowedHeaders has to be a list of names'],
    [{ exposeHeaders: ['a\r\nb'] }, 'x-cors.exposeHeaders has to be a list of names'],
    [{ allowCredentials: 'yes' }, 'x-cors.allowCredentials has to be true or false'],
    [{ maxAge: 1.5 }, 'x-cors.maxAge has to be a whole number of seconds'],
    [
      { origins: ['*'] },
      'x-cors.origins is not known (allowedHeaders, allowedMethods, allowCredentials, exposeHeaders, maxAge)',
    ],
  ])('that cannot be understood stops the start: %j', (value, message) => {
    expect(() => given({}, [withExtension(value)])).toThrow(SecurityConfigError);
    expect(() => given({}, [withExtension(value)])).toThrow(`listPets: ${message}`);
  });

  it('with credentials needs origins by name', () => {
    const operation = withExtension({ allowCredentials: true });
    expect(() => given({ origins: ['*'] }, [operation])).toThrow("cannot be used while cors.origins is '*'");
    expect(given({ origins: [] }, [operation]).warnings).toEqual([
      'x-cors.allowCredentials of listPets has no effect: cors.origins is empty',
    ]);
  });
});

describe('cookies that authenticate', () => {
  const stream = givenOperation({
    security: [[{ scheme: 'CookieKey', scopes: [] }], [{ scheme: 'ApiKey', scopes: [] }]],
  });
  const secured = { apiKeys: { CookieKey: keyConfig, ApiKey: keyConfig } };
  const refuses = (cors: object, headers: Readonly<Record<string, string>>, operation = stream) => {
    const config = givenConfig({ cors: { origins: [app], ...cors }, security: secured });
    const { cors: policy } = createSecurity({ operations: [operation], securitySchemes: schemes }, config);
    return policy.compile([operation]).refuses?.(givenRequest({ Host: 'api.example', ...headers }), operation) ?? false;
  };
  const cookie = { Cookie: 'a=b; session=s' };

  it.each([
    ['a foreign origin', {}, { Origin: 'https://evil.example', ...cookie }, true],
    ['a sandbox', {}, { Origin: 'null', ...cookie }, true],
    [
      'a foreign origin where everybody may read',
      { origins: ['*'] },
      { Origin: 'https://evil.example', ...cookie },
      true,
    ],
    ['a foreign origin where nobody is listed', { origins: [] }, { Origin: 'https://evil.example', ...cookie }, true],
    ['a host that begins alike', {}, { Origin: 'https://api.example.evil', ...cookie }, true],
    ['a listed origin', {}, { Origin: app, ...cookie }, false],
    ['a page of this host', {}, { Origin: 'https://api.example', ...cookie }, false],
    ['no page', {}, cookie, false],
    [
      'a foreign origin without the cookie',
      {},
      { Origin: 'https://evil.example', Cookie: 'xsession=s; session2=s' },
      false,
    ],
    ['a foreign origin without cookies', {}, { Origin: 'https://evil.example' }, false],
  ])('from %s', (_name, cors, headers, want) => {
    expect(refuses(cors, headers)).toBe(want);
  });

  it('of an operation that takes no part in CORS are for this host alone', () => {
    const apart = withExtension(false, stream);
    expect(refuses({}, { Origin: app, ...cookie }, apart)).toBe(true);
  });

  it('are asked about only where a scheme reads one', () => {
    expect(route({}).refuses).toBeUndefined();
  });
});

describe('a WebSocket', () => {
  const messages = { binary: false } as const;
  const watch = givenOperation({ webSocket: { receive: messages, send: messages, subprotocols: [], source } });
  const refuses = (origin: string, cors: object, operation = watch): boolean | undefined =>
    route(cors, [operation]).refuses?.(givenRequest({ Origin: origin, Host: 'shop.example' }), operation);

  it.each([
    ['a foreign page', 'https://evil.example', {}, true],
    ['a page of nowhere', 'null', { origins: ['*'] }, true],
    ['a listed page', app, {}, false],
    ['any page where all are allowed', 'https://evil.example', { origins: ['*'] }, false],
    ['a foreign page without any rule', app, { origins: [] }, true],
    ['a page of the host itself', 'https://shop.example', { origins: [] }, false],
  ])('asked for by %s: refused is %s', (_name, origin, cors, want) => {
    expect(refuses(origin, cors)).toBe(want);
  });

  it('takes no part in CORS where x-cors says so', () => {
    expect(refuses(app, {}, withExtension(false, watch))).toBe(true);
  });
});
