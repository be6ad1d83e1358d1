import { fileURLToPath } from 'node:url';
import {
  type ContractSubset,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
  loadServiceModel,
  type Operation,
  type Parameter,
  readServiceModelText,
  type ServiceModel,
} from '@brrt/service-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateRequest } from '../src/examples/index.ts';
import { createContract } from '../src/host/live-host.ts';
import { createService, type SecurityHandlers, type Service } from '../src/index.ts';
import { createIndependentValidator, type IndependentValidator } from '../src/schema/testing/independent-validator.ts';
import { propertyRuns, type SchemaCase, schemaCase } from './testing/index.ts';

// What a validator of JSON Schema that shares nothing with this one refuses is answered 400.

const petstore = fileURLToPath(new URL('../../../apps/petstore/openapi.yaml', import.meta.url));

interface Opened {
  readonly model: ServiceModel;
  readonly contract: ReturnType<typeof createContract>;
  readonly service: Service;
}

/** A service that answers from its contract and lets everybody in. */
function open(model: ServiceModel): Opened {
  const contract = createContract(model);
  const security: SecurityHandlers = Object.fromEntries(
    Object.entries(model.securitySchemes).map(([name, scheme]) => {
      const principal = { scheme: name, subject: 'anybody', scopes: [], claims: {} };
      return [name, { scheme, authenticate: () => ({ outcome: 'authenticated', principal }), challenge: () => name }];
    }),
  );
  return { model, contract, service: createService({ contract, handlers: {}, security }) };
}

interface ValidRequest {
  readonly target: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | undefined;
}

function validRequest(operation: Operation, { model, contract }: Opened): ValidRequest {
  const made = generateRequest(operation, model, { schemas: contract.schemas });
  if ('missing' in made) throw new TypeError(`${operation.id}: ${made.missing}`);
  const { target, headers, body } = made.request;
  const pairs = headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as const] : []));
  return { target, headers: new Headers(pairs.map(([name, value]) => [name, value])), body };
}

async function statusOf(service: Service, target: string, init: RequestInit): Promise<number> {
  const response = await service.fetch(new Request(`http://localhost${target}`, init));
  await response.body?.cancel();
  return response.status;
}

/** A request need not have what only the service writes: other validators know nothing of directions. */
function withoutReadOnly(value: JsonValue, model: ContractSubset): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withoutReadOnly(item, model));
  if (typeof value !== 'object' || value === null) return value;
  const schema = value as JsonObject; // neither null nor a list
  const { required, properties } = schema;
  const made = Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, withoutReadOnly(inner, model)]));
  if (!Array.isArray(required) || typeof properties !== 'object' || properties === null) return made;
  const isReadOnly = (name: JsonValue): boolean => {
    const property = (properties as JsonObject)[String(name)];
    return typeof property === 'object' && property !== null && 'readOnly' in property && property.readOnly === true;
  };
  return { ...made, required: required.filter((name) => !isReadOnly(name)) };
}

function judgeOf(schema: JsonSchema, model: ContractSubset): Promise<IndependentValidator> {
  const schemas = withoutReadOnly(model.schemas, model) as ContractSubset['schemas'];
  return createIndependentValidator(withoutReadOnly(schema, model) as JsonSchema, { schemas });
}

/** The other validator divides in floating point: what is a multiple of 3 beyond 2^53 it cannot know. */
function isExact(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return typeof value !== 'object' || value === null || Object.values(value).every(isExact);
}

const replacement = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).filter(isExact),
  fc.constantFrom('', 'x'.repeat(300), -1, 0, 0.5, 1e9, null, [], {}, [null], 'friendly'),
);

/** Where to go, and what to do there: replace, remove, add a member, or put one more element in front. */
const mutation = fc.record({
  path: fc.array(fc.nat(20), { maxLength: 4 }),
  deed: fc.constantFrom('replace', 'remove', 'add'),
  by: replacement,
});

type Mutation = typeof mutation extends fc.Arbitrary<infer Made> ? Made : never;

function mutate(value: unknown, { path, deed, by }: Mutation): unknown {
  const [next, ...rest] = path;
  if (next === undefined || typeof value !== 'object' || value === null) return by;
  const entries = Object.entries(value);
  const at = entries.length === 0 ? 0 : next % entries.length;
  const [name = 'extra', member] = entries[at] ?? [];
  const inner: readonly (readonly [string, unknown])[] = {
    replace: [[name, mutate(member, { path: rest, deed, by })] as const],
    remove: rest.length > 0 ? [[name, mutate(member, { path: rest, deed, by })] as const] : [],
    add: [[name, rest.length > 0 ? mutate(member, { path: rest, deed, by }) : member] as const, ['extra', by] as const],
  }[deed];
  const made = [...entries.slice(0, at), ...inner, ...entries.slice(at + 1)];
  return Array.isArray(value) ? made.map(([, item]) => item) : Object.fromEntries(made);
}

function jsonSchemaOf(operation: Operation): JsonSchema | undefined {
  return operation.requestBody?.content.find(({ mediaType }) => mediaType === 'application/json')?.schema;
}

describe('bodies of the pet store that another validator refuses', async () => {
  const opened = open(await loadServiceModel(petstore));
  const operations = opened.model.operations.filter((operation) => jsonSchemaOf(operation) !== undefined);

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s: are answered 400',
    async (_id, operation) => {
      const judge = await judgeOf(jsonSchemaOf(operation) ?? true, opened.model);
      const { target, headers, body } = validRequest(operation, opened);
      const valid: unknown = JSON.parse(String(body));
      expect(judge(valid)).toBe(true);
      let refused = 0;
      const check = async (some: Mutation): Promise<void> => {
        const text = JSON.stringify(mutate(valid, some));
        const status = await statusOf(opened.service, target, { method: operation.method, headers, body: text });
        if (judge(JSON.parse(text))) return;
        refused += 1;
        expect([text, status]).toEqual([text, 400]);
      };
      await fc.assert(fc.asyncProperty(mutation, check), propertyRuns(60));
      expect(refused).toBeGreaterThan(0);
    },
  );
});

/** Everything that a text can be taken for. */
function readingsOf(text: string): readonly unknown[] {
  const isLiteral = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text);
  return [text, ...(isLiteral ? [JSON.parse(text)] : []), ...(text === '' ? [null] : [])];
}

function combinations(parts: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return parts.reduce<readonly (readonly unknown[])[]>(
    (made, readings) => made.flatMap((list) => readings.map((reading) => [...list, reading])),
    [[]],
  );
}

const word = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1',
    '7',
    '1.5',
    '1e3',
    '01',
    '0x10',
    ' 1',
    '+1',
    'true',
    'TRUE',
    'null',
    'NaN',
    '1,2',
    'x'.repeat(200),
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
  fc.string({ maxLength: 12 }),
);

/** Primitive parameters and lists of the query, as the first way of writing that a form has. */
function isPlain(parameter: Parameter): boolean {
  return parameter.content === undefined && parameter.in === 'query' && parameter.style === 'form';
}

/** Values of one name in a query, as a service may take them. */
function candidates(texts: readonly string[], explode: boolean): readonly unknown[] {
  const [only = ''] = texts;
  const items = explode ? texts : only.split(',');
  const single = texts.length === 1 ? readingsOf(only) : [];
  return [
    ...single,
    ...combinations(items.slice(0, 6).map(readingsOf)),
    ...(only === '' && texts.length === 1 ? [[]] : []),
  ];
}

function withQuery(target: string, name: string, texts: readonly string[]): string {
  const [path = '', query = ''] = target.split('?');
  const pairs = new URLSearchParams(query);
  pairs.delete(name);
  for (const text of texts) pairs.append(name, text);
  return `${path}?${pairs}`;
}

describe('queries of the pet store that another validator refuses', async () => {
  const opened = open(await loadServiceModel(petstore));
  // Without a port a WebSocket has no success to compare with.
  const answering = opened.model.operations.filter(({ webSocket }) => webSocket === undefined);
  const places = answering.flatMap((operation) =>
    operation.parameters.filter(isPlain).map((parameter) => ({ operation, parameter })),
  );
  const isObject = ({ schema }: Parameter): boolean => JSON.stringify(schema).includes('"properties"');
  const named = places
    .filter(({ parameter }) => !isObject(parameter))
    .map((place) => [`${place.operation.id} ${place.parameter.name}`, place] as const);

  it('are there', () => expect(named.length).toBeGreaterThan(5));

  it.each(named)('%s: are answered 400', async (_name, { operation, parameter }) => {
    const judge = await judgeOf(parameter.schema, opened.model);
    const { target, headers, body } = validRequest(operation, opened);
    const init = { method: operation.method, headers, ...(body !== undefined && { body: Buffer.from(body) }) };
    expect(await statusOf(opened.service, target, init)).toBeLessThan(400);
    const check = async (texts: readonly string[]): Promise<void> => {
      if (candidates(texts, parameter.explode).some((value) => judge(value))) return;
      const status = await statusOf(opened.service, withQuery(target, parameter.name, texts), init);
      expect([texts, status]).toEqual([texts, 400]);
    };
    await fc.assert(fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 3 }), check), propertyRuns(60));
  });
});

describe('values of made-up schemas', () => {
  const contractOf = ({ schema }: SchemaCase): object => ({
    openapi: '3.1.0',
    info: { title: 'Made up', version: '1' },
    paths: {
      '/x': {
        post: {
          operationId: 'call',
          parameters: [{ name: 'json', in: 'query', content: { 'application/json': { schema } } }],
          requestBody: { required: true, content: { 'application/json': { schema } } },
          responses: { 204: { description: '' } },
        },
      },
    },
  });

  it('are answered 400, in a body and in a query, exactly where another validator refuses them', async () => {
    const check = async (made: SchemaCase, some: Mutation): Promise<void> => {
      const { model } = await readServiceModelText({ text: JSON.stringify(contractOf(made)), file: '/made/up.json' });
      if (model === undefined) throw new TypeError('the contract cannot be read');
      const { service } = open(model);
      const judge = await createIndependentValidator(made.schema, { schemas: {} });
      const headers = { 'content-type': 'application/json' };
      for (const value of [made.value, mutate(made.value, some)]) {
        const text = JSON.stringify(value);
        const want = judge(JSON.parse(text)) ? 204 : 400;
        const post = (query: string, body: string) =>
          statusOf(service, `/x${query}`, { method: 'POST', headers, body });
        expect([text, await post('', text)]).toEqual([text, want]);
        const query = `?json=${encodeURIComponent(text)}`;
        expect([text, await post(query, JSON.stringify(made.value))]).toEqual([text, want]);
      }
    };
    await fc.assert(fc.asyncProperty(schemaCase, mutation, check), propertyRuns(100));
  });
});
