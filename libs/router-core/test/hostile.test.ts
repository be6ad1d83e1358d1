import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadServiceModel, type MediaType, type Operation, type ServiceModel } from '@brrt/service-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateValue } from '../src/examples/index.ts';
import { createContract } from '../src/host/live-host.ts';
import { createService, type ProblemDocument, type SecurityHandlers, type Service } from '../src/index.ts';
import { encodeCookies, encodeHeaders, encodePath, encodeQuery } from '../src/params/index.ts';
import type { Contract } from '../src/ports/index.ts';
import { parameterPlace, requestBodyPlace } from '../src/schema/index.ts';

const specs = new URL('../../../../shared/specs/', import.meta.url);
const own = ['../../../apps/petstore/openapi.yaml', './contract.yaml'].map((path) => new URL(path, import.meta.url));
const real = [
  'docker-engine-2.0.yaml',
  'petstore-2.0.json',
  'petstore-3.0.yaml',
  'qdrant-3.0.json',
  'redocly-museum-3.1.yaml',
  'prometheus-3.2.yaml',
  'redocly-cafe-3.2.yaml',
  'brrtrouter-petstore.yaml',
].map((name) => new URL(name, specs));
const contracts = [...own, ...real].map((url) => [url.pathname.split('/').slice(-2).join('/'), url] as const);

interface Opened {
  readonly service: Service;
  readonly contract: Contract;
  readonly model: ServiceModel;
}

/** A service of the contract alone, for which everybody is somebody. */
async function open(url: URL): Promise<Opened> {
  const model = await loadServiceModel(fileURLToPath(url));
  const contract = createContract(model);
  const security: SecurityHandlers = Object.fromEntries(
    Object.entries(model.securitySchemes).map(([name, scheme]) => {
      const principal = { scheme: name, subject: 'anybody', scopes: [], claims: {} };
      return [name, { scheme, authenticate: () => ({ outcome: 'authenticated', principal }), challenge: () => name }];
    }),
  );
  return { model, contract, service: createService({ contract, handlers: {}, security }) };
}

/** A target and headers that the operation accepts. */
function addressOf(operation: Operation, { model, contract }: Opened): { url: string; headers: Headers } {
  const values: Record<string, Record<string, unknown>> = {};
  for (const parameter of operation.parameters.filter(({ required }) => required)) {
    const { isValid } = contract.schemas.compile(parameterPlace(operation, parameter));
    const schema = parameter.content?.schema ?? parameter.schema;
    const value = generateValue(schema, model, {
      direction: 'request',
      isValid: (some) => some !== '' && isValid(some),
    });
    values[parameter.in] = { ...values[parameter.in], [parameter.name]: value };
  }
  const path = `${operation.basePaths[0] ?? ''}${encodePath(operation, values.path ?? {})}`;
  const query = encodeQuery(operation, { ...values.query, ...values.querystring });
  const headers = new Headers({ ...encodeHeaders(operation, values.header ?? {}) });
  const cookies = encodeCookies(operation, values.cookie ?? {});
  if (cookies !== undefined && cookies !== '') headers.set('cookie', cookies);
  return { url: `http://localhost${path}${query}`, headers };
}

function jsonOf(operation: Operation): MediaType | undefined {
  return operation.requestBody?.content.find(({ mediaType }) => /^application\/([\w.]+\+)?json$/.test(mediaType));
}

const hostileText = fc.constantFrom(
  'x'.repeat(5_000),
  '\u0000',
  '\u202e',
  '@'.repeat(2_000),
  '9'.repeat(400),
  '2020-13-45T99:99:99Z',
  '<script>',
  '😀'.repeat(300),
);
const hostileObject = fc.constantFrom<unknown>(
  JSON.parse('{"__proto__":{"polluted":1}}'),
  { constructor: { prototype: { polluted: 1 } } },
  JSON.parse('{"then":1,"toJSON":1,"length":1e9,"hasOwnProperty":0}'),
  { $ref: '#/' },
  Array(3_000).fill(0),
  Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, index])),
);
const hostile = fc.oneof(
  fc.jsonValue(),
  hostileText,
  hostileObject,
  fc.constantFrom(-0, 1e308, 2 ** 53 + 2, 1.5, null),
);

/** The value with something hostile at a random place; `path` chooses the member of each level. */
function spoil(value: unknown, path: readonly number[], by: unknown): unknown {
  const [next = 0, ...rest] = path;
  if (path.length === 0 || typeof value !== 'object' || value === null) return by;
  const entries = Object.entries(value);
  const at = next % (entries.length + 1);
  const [name = 'extra', member] = entries[at] ?? [];
  const spoilt = [...entries.slice(0, at), [name, spoil(member, rest, by)] as const, ...entries.slice(at + 1)];
  return Array.isArray(value) ? spoilt.map(([, item]) => item) : Object.fromEntries(spoilt);
}

const damage = fc.tuple(fc.array(fc.nat(50), { maxLength: 5 }), hostile);

describe.each(contracts)('%s (skipped where it is absent)', (_name, url) => {
  it.skipIf(!existsSync(url))(
    'takes of spoilt bodies those that its schema takes, and refuses the others in order',
    async () => {
      const opened = await open(url);
      for (const operation of opened.model.operations) {
        const media = jsonOf(operation);
        if (media?.schema === undefined) continue;
        const { isValid } = opened.contract.schemas.compile(requestBodyPlace(operation, media));
        const valid = generateValue(media.schema, opened.model, { direction: 'request', isValid });
        const { url: target, headers } = addressOf(operation, opened);
        headers.set('content-type', media.mediaType);
        const check = async ([path, by]: readonly [readonly number[], unknown]) => {
          const body = JSON.stringify(spoil(valid, path, by));
          const response = await opened.service.fetch(new Request(target, { method: operation.method, headers, body }));
          await expectOrder(response, operation.id, isValid(JSON.parse(body)));
        };
        await fc.assert(fc.asyncProperty(damage, check), { numRuns: 10, seed: 1 });
      }
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    },
  );

  it.skipIf(!existsSync(url))('answers from its examples whatever is preferred and accepted', async () => {
    const opened = await open(url);
    for (const operation of opened.model.operations) {
      if (operation.requestBody?.required === true || operation.webSocket !== undefined) continue;
      const { url: target, headers } = addressOf(operation, opened);
      for (const [prefer, accept] of wishesOf(operation)) {
        headers.set('prefer', prefer);
        headers.set('accept', accept);
        const response = await opened.service.fetch(new Request(target, { method: operation.method, headers }));
        const want = expect.toBeOneOf(['example', 'generated', ...(accept === '*/*' ? [] : [null])]);
        expect([operation.id, prefer, accept, response.headers.get('x-brrt-mock')]).toEqual([
          operation.id,
          prefer,
          accept,
          want,
        ]);
        if (response.headers.get('x-brrt-mock') === null) expect(response.status).toBe(406);
        await response.body?.cancel();
      }
    }
  });
});

function wishesOf({ responses }: Operation): readonly (readonly [prefer: string, accept: string])[] {
  const codes = [100, 101, 204, 205, 304, 418, 500, ...responses.map(({ status }) => status.replace('XX', '42'))];
  const types = new Set(responses.flatMap(({ content }) => content.map(({ mediaType }) => mediaType)));
  return [
    ...codes.flatMap((code) =>
      [`code=${code}`, `dynamic=true, code=${code}`].map((prefer) => [prefer, '*/*'] as const),
    ),
    ...['text/html', '*/*;q=0', ';;;', ...types].map((accept) => ['dynamic=true', accept] as const),
    ['example="\\"', '*/*'],
  ];
}

/** Never a fault of the service; when it is refused, a whole problem document. */
async function expectOrder(response: Response, id: string, isValid: boolean): Promise<void> {
  const text = await response.text();
  const isMock = response.headers.has('x-brrt-mock') || response.status === 501;
  if (!isMock) {
    const problem = JSON.parse(text) as ProblemDocument; // shape asserted next
    expect([id, problem.status]).toEqual([id, expect.toBeOneOf([400, 413])]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect((problem.errors ?? []).length).toBeLessThanOrEqual(20);
    expect(text.length).toBeLessThan(16_384);
    // Bounds on size and depth stand before the schema.
    if (problem.code !== 'ERR_REQUEST_VALIDATION') return;
  }
  expect([id, isMock]).toEqual([id, isValid]);
}
