import type { Example, Header, JsonSchema, MediaType, Operation, Response } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { compileContentEncoder } from '../body/index.ts';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { compileExamples } from './compile-examples.ts';
import type { ExampleAnswer, ExampleSettings } from './example-responder.ts';
import { listInvalidExamples } from './list-invalid-examples.ts';
import { parsePrefer } from './parse-prefer.ts';

const source = { file: 'test.yaml', line: 1, column: 1, pointer: '' };
const pet: JsonSchema = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };

function media(mediaType: string, parts: Partial<MediaType> = {}): MediaType {
  return { mediaType, examples: [], encoding: {}, source, ...parts };
}

function response(status: string, content: readonly MediaType[] = [], headers: readonly Header[] = []): Response {
  return { status, description: '', headers, content, links: [], source };
}

function header(name: string, required: boolean, schema: JsonSchema): Header {
  return { name, required, explode: false, schema, examples: [], source };
}

function operationWith(responses: readonly Response[], parts: Partial<Operation> = {}): Operation {
  return {
    id: 'getPet',
    name: 'getPet',
    method: 'GET',
    path: '/pets',
    basePaths: [''],
    tags: [],
    deprecated: false,
    parameters: [],
    responses,
    security: [],
    callbacks: [],
    extensions: {},
    source,
    ...parts,
  };
}

const noRequest = { path: {}, query: {}, headers: {}, cookies: {}, body: undefined };

function ask(
  responses: readonly Response[],
  prefer?: string,
  accept?: string,
  told: { readonly settings?: ExampleSettings; readonly warn?: (message: string) => void } = {},
): ExampleAnswer | undefined {
  const operation = operationWith(responses);
  const contract = { operations: [operation], schemas: {}, securitySchemes: {} };
  const responder = compileExamples(operation, { contract, schemas: createLiveSchemas(contract), ...told });
  return responder.respond({ preference: parsePrefer(prefer), accept, request: noRequest });
}

const json = 'application/json';
const named = [
  { name: 'broken', value: { name: 1 } },
  { name: 'rex', value: { name: 'Rex' } },
  { name: 'tom', value: { name: 'Tom' } },
  { name: 'far', externalValue: 'https://example.com/pet.json' },
];
const pets = media(json, { schema: pet, examples: named });
const problem = media('application/problem+json', { schema: { type: 'object', example: { title: 'no' } } });

describe('the response', () => {
  it.each([
    [['404', '201', '200'], undefined, 200],
    [['default', '2XX', '404'], undefined, 200],
    [['default', '404'], undefined, 200],
    [['404', '303'], undefined, 303],
    [['200', '404'], 'code=404', 404],
    [['200', '4XX'], 'code=418', 418],
    [['200', 'default'], 'code=500', 500],
    [['200'], 'code=500', 200],
  ])('of %j with %s is %d', (statuses, prefer, want) => {
    const answer = ask(
      statuses.map((status) => response(status)),
      prefer,
    );
    expect(answer).toMatchObject({ result: { status: want }, kind: 'example' });
  });

  it.each([
    ['default', 204],
    ['2XX', 205],
    ['3XX', 304],
  ])('declared with content as %s is not taken for %d, which carries none', (status, code) => {
    expect(ask([response('201'), response(status, [pets])], `code=${code}`)?.result.status).toBe(201);
    expect(ask([response('201'), response(status)], `code=${code}`)?.result.status).toBe(code);
  });

  it('is none where the contract declares none', () => {
    expect(ask([])).toBeUndefined();
    expect(ask([response('1XX')])).toBeUndefined();
  });
});

describe('the body', () => {
  it.each([
    [undefined, { name: 'Rex' }],
    ['example=tom', { name: 'Tom' }],
    ['example=broken', { name: 'Rex' }],
    ['example=unknown', { name: 'Rex' }],
    ['example=far', { name: 'Rex' }],
  ])('with %s is the named example when it is valid, else the first that is', (prefer, want) => {
    expect(ask([response('200', [pets])], prefer)).toMatchObject({
      result: { status: 200, contentType: json, body: want },
      kind: 'example',
    });
  });

  it('is generated where no example is valid, and for dynamic=true, by the seed', () => {
    const broken = [response('200', [media(json, { schema: pet, examples: named.slice(0, 1) })])];
    expect(ask(broken)).toMatchObject({ kind: 'generated', result: { body: { name: expect.any(String) } } });
    const dynamic = [response('200', [pets])];
    expect(ask(dynamic, 'dynamic=true')?.kind).toBe('generated');
    expect(ask(dynamic, 'dynamic=true, seed=1')).toEqual(ask(dynamic, 'dynamic=true, seed=1'));
  });

  it.each<[ExampleSettings, string | undefined, string]>([
    [{ dynamic: true }, undefined, 'generated'],
    [{ dynamic: true }, 'dynamic=false', 'example'],
    [{ seed: 1 }, undefined, 'example'],
  ])('with settings %j and %s is %s', (settings, prefer, kind) => {
    expect(ask([response('200', [pets])], prefer, undefined, { settings })?.kind).toBe(kind);
  });

  it('is by the seed of the settings, and by that of the request before', () => {
    const uuids = [response('200', [media(json, { schema: { type: 'string', format: 'uuid' } })])];
    const bodyOf = (seed?: number, prefer?: string): unknown =>
      ask(uuids, prefer, undefined, { settings: { seed } })?.result.body;
    expect(bodyOf(1)).toBe(bodyOf(1));
    expect(bodyOf(1)).not.toBe(bodyOf(2));
    expect(bodyOf(1, 'seed=2')).toBe(bodyOf(2));
  });

  it('is the example where nothing can be generated', () => {
    const shown = media(json, { examples: [{ name: 'a', value: 1 }] });
    expect(ask([response('200', [shown])], 'dynamic=true')).toMatchObject({ kind: 'example', result: { body: 1 } });
  });

  it('tells once of an example that is not valid', () => {
    const told: string[] = [];
    const operation = operationWith([response('200', [pets])]);
    const contract = { operations: [operation], schemas: {}, securitySchemes: {} };
    const warn = (message: string): number => told.push(message);
    const responder = compileExamples(operation, { contract, schemas: createLiveSchemas(contract), warn });
    for (const example of ['broken', 'rex'])
      responder.respond({ preference: { example }, accept: undefined, request: noRequest });
    expect(told).toEqual([
      'getPet, response 200: the example "broken" of application/json breaks its schema at /name: must be string; it is not sent',
    ]);
  });

  it.each<[string, readonly Partial<Example>[], unknown, string | undefined]>([
    ['the value', [{ value: { name: 'Rex' } }], { name: 'Rex' }, undefined],
    ['its text', [{ serializedValue: '{"name" : "Rex"}' }], { name: 'Rex' }, '{"name" : "Rex"}'],
    [
      'both where they say the same',
      [{ value: { name: 'Rex' }, serializedValue: ' {"name":"Rex"}' }],
      { name: 'Rex' },
      ' {"name":"Rex"}',
    ],
    [
      'the value where they do not',
      [{ value: { name: 'Rex' }, serializedValue: '{"name":"Tom"}' }],
      { name: 'Rex' },
      undefined,
    ],
    [
      'the next where the text is no JSON',
      [{ serializedValue: '{' }, { value: { name: 'Tom' } }],
      { name: 'Tom' },
      undefined,
    ],
    [
      'the next where the text is not valid',
      [{ serializedValue: '{}' }, { value: { name: 'Tom' } }],
      { name: 'Tom' },
      undefined,
    ],
  ])('by `dataValue` and `serializedValue` is %s', (_name, examples, body, text) => {
    const shown = media(json, { schema: pet, examples: examples.map((example) => ({ name: 'a', ...example })) });
    const answer = ask([response('200', [shown])]);
    expect([answer?.result.body, answer?.text]).toEqual([body, text]);
  });

  it('is another one each time with dynamic=true', () => {
    const uuids = [response('200', [media(json, { schema: { type: 'string', format: 'uuid' } })])];
    const bodies = Array.from({ length: 8 }, () => ask(uuids, 'dynamic=true')?.result.body);
    expect(new Set(bodies).size).toBeGreaterThan(1);
  });

  it.each<[string, JsonSchema, unknown]>([
    ['example', { type: 'integer', example: 5 }, 5],
    ['examples', { type: 'integer', examples: ['x', 6] }, 6],
    ['default', { type: 'integer', default: 7 }, 7],
  ])('comes from %s of the schema', (_name, schema, body) => {
    expect(ask([response('200', [media(json, { schema })])])).toMatchObject({ result: { body }, kind: 'example' });
  });

  it('is by Accept, the order of the contract without one', () => {
    const both = [response('200', [pets, media('text/csv', { examples: [{ name: 'default', value: 'name\nRex' }] })])];
    expect(ask(both)?.result.contentType).toBe(json);
    expect(ask(both, undefined, 'text/csv')?.result).toMatchObject({ contentType: 'text/csv', body: 'name\nRex' });
    expect(ask([response('404', [problem])], undefined, 'text/html')?.result.contentType).toBe(
      'application/problem+json',
    );
  });

  it('is of the next media type where the contract says nothing of the first', () => {
    expect(ask([response('200', [media('application/hal+json'), pets])])?.result.contentType).toBe(json);
  });

  it.each([
    ['nothing is said about JSON', media(json)],
    ['nothing is said about a sequence', media('application/jsonl')],
    ['nothing can be valid', media(json, { schema: false })],
    ['no item can be valid', media('application/jsonl', { itemSchema: false })],
    ['no item can be an event', media('text/event-stream', { itemSchema: pet })],
  ])('is none where %s', (_name, content) => expect(ask([response('200', [content])])).toBeUndefined());
});

it('answers HEAD without content, where GET would find none', () => {
  const operation = operationWith([response('200', [media(json)])], { method: 'HEAD' });
  const contract = { operations: [operation], schemas: {}, securitySchemes: {} };
  const responder = compileExamples(operation, { contract, schemas: createLiveSchemas(contract) });
  expect(responder.respond({ preference: {}, accept: undefined, request: noRequest })?.result).toEqual({ status: 200 });
});

describe('other media types', () => {
  const event: JsonSchema = { type: 'object', required: ['data'], properties: { data: { type: 'string' } } };
  it.each<[string, MediaType, RegExp]>([
    ['a real picture', media('image/png'), /^\x89PNG/],
    ['a picture of some kind', media('image/*'), /^\x89PNG/],
    ['a document', media('application/pdf'), /^%PDF-1\.4/],
    ['octets', media('application/octet-stream'), /^BRRT/],
    ['octets by example', media('application/octet-stream', { examples: [{ name: 'a', value: 'abc' }] }), /^abc$/],
    [
      'octets of a file',
      media('application/octet-stream', { examples: [{ name: 'a', octets: '/v8=' }] }),
      /^\xfe\xff$/,
    ],
    ['octets in parts', media('multipart/mixed', { examples: [{ name: 'a', value: {} }] }), /^BRRT/],
    ['text', media('text/plain'), /^text$/],
    ['text by schema', media('text/plain', { schema: { type: 'string', pattern: '^a{3}$' } }), /^aaa$/],
    ['text without a string schema', media('text/csv', { schema: { type: 'array' } }), /^text$/],
    ['a page', media('text/html', { schema: {} }), /^<!doctype html>/],
    ['XML', media('application/xml', { schema: pet }), /^<\?xml/],
    [
      'XML by example',
      media('application/xml', { schema: pet, examples: [{ name: 'a', value: '<pet/>' }] }),
      /^<pet\/>$/,
    ],
    ['events', media('text/event-stream', { itemSchema: event }), /^(data: .+\n\n){2}$/],
    [
      'events whose data is JSON',
      media('text/event-stream', {
        itemSchema: {
          type: 'object',
          required: ['data'],
          properties: { data: { type: 'string', contentMediaType: 'application/json', contentSchema: pet } },
        },
      }),
      /^(data: \{"name":".+"\}\n\n){2}$/,
    ],
    [
      'one event by example',
      media('text/event-stream', { itemSchema: event, examples: [{ name: 'a', value: { data: 'x' } }] }),
      /^data: x\n\n$/,
    ],
    [
      'events of which only the data is described',
      media('text/event-stream', { schema: pet }),
      /^data: \{"name":".+"\}\n\n$/,
    ],
    [
      'events by example',
      media('text/event-stream', { examples: [{ name: 'a', value: 'data: 1\n\n' }] }),
      /^data: 1\n\n$/,
    ],
    [
      'XML as it is written',
      media('application/xml', {
        schema: pet,
        examples: [{ name: 'a', value: { name: 'Rex' }, serializedValue: '<pet/>' }],
      }),
      /^<pet\/>$/,
    ],
    ['events of which nothing is said', media('text/event-stream'), /^data: example\n\n$/],
    ['events whose data cannot be', media('text/event-stream', { schema: false }), /^data: example\n\n$/],
    ['lines', media('application/jsonl', { itemSchema: pet }), /^(\{"name":".+"\}\n){2}$/],
    [
      'lines by example',
      media('application/jsonl', { itemSchema: pet, examples: [{ name: 'a', value: [{ name: 'Rex' }] }] }),
      /^\{"name":"Rex"\}\n$/,
    ],
    ['lines by a schema for one', media('application/jsonl', { schema: pet }), /^\{"name":".+"\}\n$/],
    [
      'lines by a schema for all',
      media('application/jsonl', { schema: { type: 'array', minItems: 3, items: { const: 1 } } }),
      /^1\n1\n1\n$/,
    ],
    ['a form', media('application/x-www-form-urlencoded', { schema: pet }), /^name=/],
    [
      'a form by example',
      media('application/x-www-form-urlencoded', { schema: pet, examples: [{ name: 'a', value: { name: 'Rex' } }] }),
      /^name=Rex$/,
    ],
    ['anything', media('*/*', { schema: pet }), /^\{"name":/],
    [
      'XML of which only its text is described',
      media('application/xml', { schema: { type: 'string' } }),
      /^<\?xml .*\/>$/,
    ],
    ['XML of which nothing is said', media('application/xml'), /^<\?xml .*\/>$/],
    ['XML as its schema asks for it', media('text/xml', { schema: { type: 'string', pattern: '^<ok>$' } }), /^<ok>$/],
  ])('%s', (_name, content, want) => {
    const answer = ask([response('200', [content])]);
    const encode = compileContentEncoder(content, { schemas: {} });
    const encoded = encode(answer?.result.body, answer?.result.contentType ?? '');
    expect(typeof encoded === 'string' ? encoded : Buffer.from(encoded as Uint8Array).toString('latin1')).toMatch(want);
  });
});

it.each<[string | undefined, string | undefined]>([
  [undefined, undefined],
  ['code=404', 'code=404'],
  ['code=418', undefined],
  ['example=tom', 'example=tom'],
  ['example="tom"', 'example=tom'],
  ['example=broken', undefined],
  ['dynamic=true', 'dynamic=true'],
  ['dynamic=true, seed=3', 'dynamic=true, seed=3'],
  ['seed=3', undefined],
  ['code=200, example=rex, wait=3', 'code=200, example=rex'],
  ['example="a \\"b\\""', 'example="a \\"b\\""'],
])('Prefer: %s is applied as %s', (prefer, want) => {
  const quoted = media(json, { schema: pet, examples: [...named, { name: 'a "b"', value: { name: 'Q' } }] });
  expect(ask([response('200', [quoted]), response('404')], prefer)?.applied).toBe(want);
});

it('shows the example of a header where it is valid and can be sent', () => {
  const headers = [
    {
      ...header('X-Total', true, { type: 'integer' }),
      examples: [
        { name: 'a', value: 'x' },
        { name: 'b', value: 7 },
      ],
    },
    { ...header('X-Name', true, { type: 'string', enum: ['\n', 'ok'] }), examples: [{ name: 'a', value: '\n' }] },
  ];
  expect(ask([response('204', [], headers)])?.result.headers).toEqual({ 'X-Total': 7, 'X-Name': 'ok' });
});

it('gives required headers a value and leaves optional ones out', () => {
  const headers = [
    header('X-Total', true, { type: 'integer', minimum: 7, maximum: 7 }),
    header('X-Other', false, {}),
    header('Content-Type', true, {}),
  ];
  expect(ask([response('204', [], headers)])?.result).toEqual({ status: 204, headers: { 'X-Total': 7 } });
});

it('lists the examples that break their schema', () => {
  const operation = operationWith(
    [
      response('200', [
        pets,
        media('application/xml', { schema: pet, examples: named }),
        media('text/plain', { schema: { type: 'string' }, examples: named.slice(0, 1) }),
        media('image/png', { schema: pet, examples: named }),
      ]),
    ],
    {
      parameters: [
        {
          name: 'limit',
          in: 'query',
          required: false,
          deprecated: false,
          allowEmptyValue: false,
          allowReserved: false,
          style: 'form',
          explode: true,
          schema: { type: 'integer' },
          examples: [{ name: 'default', value: 'ten' }],
          source,
        },
      ],
      requestBody: {
        required: true,
        content: [
          media(json, { examples: named }),
          media('application/x-www-form-urlencoded', { schema: pet, examples: named }),
        ],
        source,
      },
    },
  );
  const contract = { operations: [operation], schemas: {}, securitySchemes: {} };
  const found = listInvalidExamples(operation, contract, createLiveSchemas(contract));
  expect(found.map(({ name, violations }) => [name, violations[0]?.pointer])).toEqual([
    ['default', ''],
    ['broken', '/name'],
    ['broken', '/name'],
    ['broken', ''],
  ]);
});
