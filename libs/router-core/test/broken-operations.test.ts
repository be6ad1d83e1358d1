import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadServiceModel, readServiceModelText } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContract, loadContract } from '../src/host/live-host.ts';
import { printHost } from '../src/host/print-host.ts';
import type { PrintedHost } from '../src/host/printed-host.ts';
import { type CorsPolicy, createService, type Exchange, type Service } from '../src/index.ts';
import type {
  AuthenticationResult,
  Contract,
  HttpRequest,
  LoggerFactory,
  SecurityHandlers,
} from '../src/ports/index.ts';
import { importText } from '../src/schema/testing/schema-compilers.ts';

const text = `openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: /v1 }]
paths:
  /things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      responses: { '200': { description: ok, content: { application/json: { schema: { pattern: '(top-secret' } } } } }
    put:
      responses: { '204': { description: done } }
    options: { parameters: [{ in: query }] }
  /lost: { $ref: ./nowhere.yaml }
  /health: { get: [] }
`;

let folder: string;
let contracts: Readonly<Record<'live' | 'printed', Contract>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broken-operations-'));
  const file = join(folder, 'shop.yaml');
  writeFileSync(file, text);
  const source = { service: 'shop', file: pathToFileURL(file), skipBroken: true };
  const model = await loadServiceModel(file, { skipBroken: true });
  const runtime = new URL('../src/host/host-runtime.ts', import.meta.url).href;
  const host = await importText<PrintedHost>(printHost({ service: 'shop', model, clients: {}, runtime }));
  contracts = { live: await loadContract(source), printed: await host.loadContract(source) };
});
afterAll(() => rmSync(folder, { recursive: true }));

const putThings = { putThingsId: () => ({ status: 204 }) };
const cors: CorsPolicy = {
  compile: (operations) => ({
    preflight: () => ({
      status: 204,
      headers: ['allow-methods', operations.map(({ method }) => method).join(' ')],
      body: undefined,
    }),
    headers: () => ['access-control-allow-origin', '*'],
  }),
};

function serve(kind: 'live' | 'printed', options: object = {}): Service {
  return createService({ contract: contracts[kind], handlers: putThings, cors, ...options });
}

describe.each(['live', 'printed'] as const)('an operation that was left out, in a %s contract', (kind) => {
  it.each([
    [
      'GET',
      '/v1/things/1',
      'invalid-pattern at shop.yaml:8 /paths/~1things~1{id}/get/responses/200/content/application~1json/schema/pattern',
    ],
    ['OPTIONS', '/v1/things/1', 'invalid-parameter at shop.yaml:11 /paths/~1things~1{id}/options/parameters/0'],
    ['GET', '/v1/lost', 'unresolved-reference at shop.yaml:12 /paths/~1lost/$ref'],
    ['DELETE', '/v1/lost', 'unresolved-reference at shop.yaml:12 /paths/~1lost/$ref'],
  ])('answers %s %s with the finding, its place and nothing else', async (method, path, finding) => {
    const response = await serve(kind).fetch(path, { method });
    expect(response.status).toBe(501);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const problem = (await response.json()) as { readonly detail: string };
    expect(problem).toMatchObject({
      type: 'urn:brrt:problem:operation-not-readable',
      code: 'ERR_OPERATION_NOT_READABLE',
      detail: `The contract of this operation cannot be read: ${finding}`,
    });
    expect(JSON.stringify(problem)).not.toContain('top-secret');
    expect(JSON.stringify(problem)).not.toContain(folder);
  });

  it('leaves the other methods of its path alone', async () => {
    expect((await serve(kind).fetch('/v1/things/1', { method: 'PUT' })).status).toBe(204);
  });

  it('is named by Allow, and answers HEAD', async () => {
    const service = serve(kind);
    const refused = await service.fetch('/v1/things/1', { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'PUT, GET, OPTIONS, HEAD']);
    const head = await service.fetch('/v1/things/1', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([501, '']);
    const options = await service.fetch('/v1/lost', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'PUT, GET, POST, DELETE, PATCH, QUERY, HEAD, OPTIONS',
    ]);
  });

  it('may be asked for from other origins, to be told so', async () => {
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
    const preflight = await serve(kind).fetch('/v1/things/1', { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('allow-methods')]).toEqual([204, 'PUT GET OPTIONS']);
  });

  it('is observed under its route, as no operation of the contract', async () => {
    const ended: Pick<Exchange, 'route' | 'operation' | 'status'>[] = [];
    const onEnd = ({ route, operation, status }: Exchange) => ended.push({ route, operation, status });
    await serve(kind, { hooks: [{ onEnd }] }).fetch('/v1/things/1');
    expect(ended).toEqual([{ route: '/v1/things/{id}', operation: undefined, status: 501 }]);
  });

  it('is in the log at the start', () => {
    const warned: unknown[] = [];
    const service = { debug() {}, info() {}, error() {}, warn: (message: unknown) => warned.push(message) };
    const logger = { service, forExchange: () => service } as unknown as LoggerFactory; // only `warn` is asked for
    serve(kind, { logger });
    expect(warned).toContain(
      'GET /health answers 501. The contract of this operation cannot be read: wrong-type at shop.yaml:13 /paths/~1health/get',
    );
    expect(warned).toContain(
      'All of /lost answers 501. The contract of this operation cannot be read: unresolved-reference at shop.yaml:12 /paths/~1lost/$ref',
    );
  });

  it('does not take the place of a built-in endpoint', async () => {
    expect((await serve(kind).fetch('/health')).status).toBe(200);
  });

  it('is published as what it answers', async () => {
    const document = (await (await serve(kind).fetch('/openapi.json')).json()) as { readonly paths: object };
    expect(document.paths).toMatchObject({
      '/things/{id}': {
        get: { responses: { 501: {} }, 'x-brrt-unreadable': expect.stringContaining('invalid-pattern') },
        put: { responses: { 204: {} } },
      },
    });
    expect(JSON.stringify(document)).not.toContain(folder);
  });
});

it('stops the start where nobody asked for it to be left out', async () => {
  const file = pathToFileURL(join(folder, 'shop.yaml'));
  await expect(loadContract({ service: 'shop', file })).rejects.toThrow(
    '--skip-broken leaves them out (they answer 501) and serves the other 1 operation',
  );
});

describe('an operation that requires a security scheme which the contract does not declare', () => {
  const lockedText = `openapi: 3.1.0
info: { title: Locked, version: '1' }
paths:
  /none: { get: { security: [{ missing: [] }], responses: { '204': { description: ok } } } }
  /both: { get: { security: [{ missing: [], key: [] }], responses: { '204': { description: ok } } } }
  /either: { get: { security: [{ missing: [] }, { key: [] }], responses: { '204': { description: ok } } } }
  /optional: { get: { security: [{ missing: [] }, {}], responses: { '204': { description: ok } } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
`;
  const security = {
    key: {
      authenticate: ({ headers }: HttpRequest): AuthenticationResult =>
        headers['x-key'] === undefined
          ? { outcome: 'absent' }
          : { outcome: 'authenticated', principal: { scheme: 'key', subject: 'me', scopes: [], claims: {} } },
      challenge: () => 'ApiKey',
    },
  } as unknown as SecurityHandlers; // nobody asks a handler for its scheme

  async function serveLocked(): Promise<Service> {
    const { model } = await readServiceModelText({ text: lockedText, file: '/locked.yaml' });
    if (model === undefined) throw new TypeError('the contract can be read');
    return createService({ contract: createContract(model), handlers: {}, security });
  }

  it.each([
    ['is closed', '/none', {}, 501],
    ['is closed to those with another credential', '/none', { 'x-key': 'k' }, 501],
    ['is closed when it asks for another one too', '/both', { 'x-key': 'k' }, 501],
    ['is open to those with another one that it takes instead', '/either', { 'x-key': 'k' }, 204],
    ['is closed to those without it', '/either', {}, 401],
    ['is open where nothing is enough', '/optional', {}, 204],
  ])('%s: %s %j is %i', async (_name, path, headers, status) => {
    const response = await (await serveLocked()).fetch(path, { headers });
    expect(response.status).toBe(status);
    if (status === 501)
      expect(((await response.json()) as { detail: string }).detail).toContain(
        'unknown-security-scheme at locked.yaml',
      );
    if (status === 401) expect(response.headers.get('www-authenticate')).toBe('ApiKey');
  });
});
