import { existsSync } from 'node:fs';
import { type Operation, readServiceModel, readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { createService } from '../create-service.ts';
import { createContract } from '../host/live-host.ts';
import type { SecurityHandlers } from '../ports/security-handler.ts';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { type GeneratedRequest, generateRequest, type RequestOptions } from './generate-request.ts';

type Options = Omit<RequestOptions, 'schemas'>;

async function read(text: string): Promise<ServiceModel> {
  const { model, diagnostics } = await readServiceModelText({ text, file: 'openapi.yaml' });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

/** A contract of one operation; `more` is what stands in it, `components` beside it. */
function contract(path: string, more: string, components = ''): string {
  return [
    'openapi: 3.1.0',
    "info: { title: T, version: '1' }",
    'paths:',
    `  ${path}:`,
    '    post:',
    '      operationId: call',
    more,
    "      responses: { '204': { description: done } }",
    components,
  ].join('\n');
}

async function requestOf(text: string, options: Options = {}): Promise<GeneratedRequest | string> {
  const model = await read(text);
  const [operation] = model.operations;
  const made = generateRequest(operation as Operation, model, { ...options, schemas: createLiveSchemas(model) });
  return 'request' in made ? made.request : made.missing;
}

const parameter = (name: string, place: string, rest: string): string =>
  `      - { name: ${name}, in: ${place}, ${rest} }`;
const parameters = (...rows: string[]): string => ['      parameters:', ...rows].join('\n');
const body = (content: string): string => `      requestBody: { required: true, content: ${content} }`;

describe('a request', () => {
  it.each<[string, string, Options, Partial<GeneratedRequest>]>([
    ['of nothing', contract('/a', ''), {}, { method: 'POST', target: '/a', headers: [], body: undefined }],
    [
      'with the example of a path parameter',
      contract(
        '/a/{id}',
        parameters(parameter('id', 'path', 'required: true, example: x/1, schema: { type: string }')),
      ),
      {},
      { target: '/a/x%2F1' },
    ],
    [
      'with required parameters only',
      contract(
        '/a',
        parameters(
          parameter('q', 'query', 'required: true, schema: { const: 7 }'),
          parameter('r', 'query', 'schema: { const: 8 }'),
          parameter('X-S', 'header', 'required: true, schema: { const: s }'),
          parameter('t', 'cookie', 'required: true, schema: { enum: [u, v] }'),
        ),
      ),
      {},
      { target: '/a?q=7', headers: ['x-s', 's', 'cookie', 't=u'] },
    ],
    [
      'with optional parameters where they are asked for',
      contract('/a', parameters(parameter('r', 'query', 'schema: { const: 8 }'))),
      { sendsOptional: true },
      { target: '/a?r=8' },
    ],
    [
      'passing over an example that its schema refuses',
      contract(
        '/a',
        parameters(
          parameter('q', 'query', 'required: true, example: x, schema: { type: integer, minimum: 3, maximum: 3 }'),
        ),
      ),
      {},
      { target: '/a?q=3' },
    ],
    [
      'passing over a value that its style cannot carry',
      contract(
        '/a/{id}',
        parameters(parameter('id', 'path', "required: true, example: '..', schema: { enum: [., a] }")),
      ),
      {},
      { target: '/a/a' },
    ],
    [
      'with a parameter that is JSON',
      contract(
        '/a',
        parameters(parameter('q', 'query', 'required: true, content: { application/json: { example: [1] } }')),
      ),
      {},
      { target: '/a?q=%5B1%5D' },
    ],
    [
      'with a body without what is read-only',
      contract(
        '/a',
        body(
          '{ application/json: { schema: { type: object, required: [a, b], properties: { a: { const: 1 }, b: { const: 2, readOnly: true } } } } }',
        ),
      ),
      {},
      { headers: ['content-type', 'application/json'], body: '{"a":1}' },
    ],
    [
      'with a form',
      contract(
        '/a',
        body('{ application/x-www-form-urlencoded: { schema: { type: object }, example: { a: [1, 2] } } }'),
      ),
      {},
      { headers: ['content-type', 'application/x-www-form-urlencoded'], body: 'a=1&a=2' },
    ],
    [
      'with the first body that has a value',
      contract(
        '/a',
        body('{ application/json: { schema: false }, text/plain: { schema: { type: string, const: hello } } }'),
      ),
      {},
      { headers: ['content-type', 'text/plain'], body: 'hello' },
    ],
  ])('%s', async (_name, text, options, want) => expect(await requestOf(text, options)).toMatchObject(want));

  it('is the same for the same seed', async () => {
    const text = contract(
      '/a',
      parameters(parameter('q', 'query', 'required: true, schema: { type: string, format: uuid }')),
    );
    const targets = await Promise.all([1, 1, 2].map((seed) => requestOf(text, { seed })));
    expect(targets[0]).toEqual(targets[1]);
    expect(targets[0]).not.toEqual(targets[2]);
  });

  it.each([
    [
      'a parameter',
      contract('/a', parameters(parameter('q', 'query', 'required: true, schema: false'))),
      'the query parameter q',
    ],
    ['a body', contract('/a', body('{ application/json: { schema: false } }')), 'a body'],
    [
      'a list in parts',
      contract('/a', body('{ multipart/form-data: { schema: { type: array, minItems: 1, items: false } } }')),
      'a body',
    ],
  ])('says which part lacks a value: %s', async (_name, text, want) => expect(await requestOf(text)).toBe(want));
});

describe('credentials', () => {
  const secured = (schemes: string, security: string): string =>
    contract('/a', `      security: ${security}`, `components: { securitySchemes: ${schemes} }`);
  const key = (place: string): string => `{ k: { type: apiKey, in: ${place}, name: X-Key } }`;

  it.each<[string, string, string, Options, Partial<GeneratedRequest>]>([
    ['a key in a header', key('header'), '[{ k: [] }]', {}, { headers: ['x-key', 'example-key'] }],
    ['a key in the query', key('query'), '[{ k: [] }]', {}, { target: '/a?X-Key=example-key' }],
    ['a key in a cookie', key('cookie'), '[{ k: [] }]', {}, { headers: ['cookie', 'X-Key=example-key'] }],
    [
      'the key that is given',
      key('header'),
      '[{ k: [] }]',
      { credentials: { k: { key: 'mine' } } },
      { headers: ['x-key', 'mine'] },
    ],
    [
      'bearer',
      '{ b: { type: http, scheme: bearer } }',
      '[{ b: [] }]',
      {},
      { headers: ['authorization', 'Bearer example-token'] },
    ],
    [
      'basic',
      '{ b: { type: http, scheme: basic } }',
      '[{ b: [] }]',
      { credentials: { b: { username: 'ü', password: 'p' } } },
      { headers: ['authorization', 'Basic w7w6cA=='] },
    ],
    [
      'the alternative that can be met',
      '{ b: { type: openIdConnect, openIdConnectUrl: https://example.com }, m: { type: mutualTLS } }',
      '[{ b: [] }, { m: [] }]',
      { credentials: {} },
      { headers: [] },
    ],
  ])('%s', async (_name, schemes, security, options, want) =>
    expect(await requestOf(secured(schemes, security), options)).toMatchObject(want),
  );

  it('lack where two of them belong into one header', async () => {
    const schemes = '{ b: { type: http, scheme: bearer }, k: { type: apiKey, in: header, name: Authorization } }';
    expect(await requestOf(secured(schemes, '[{ b: [], k: [] }]'))).toBe('credentials for its security schemes');
    expect(await requestOf(secured(schemes, '[{ b: [], k: [] }, { k: [] }]'))).toMatchObject({
      headers: ['authorization', 'example-key'],
    });
  });

  it('lack where no alternative can be met', async () => {
    const text = secured(key('header'), '[{ k: [] }]');
    expect(await requestOf(text, { credentials: {} })).toBe('credentials for its security schemes');
  });
});

const folder = new URL('../../../../../shared/specs/', import.meta.url);
const files = [
  'petstore-2.0.json',
  'docker-engine-2.0.yaml',
  'twilio-v2010-3.0.json',
  'petstore-3.0.yaml',
  'qdrant-3.0.json',
  'openai-3.1.yaml',
  'redocly-museum-3.1.yaml',
  'prometheus-3.2.yaml',
  'redocly-cafe-3.2.yaml',
];

/** Any credential opens: what is tried here is the request. */
function open({ securitySchemes }: ServiceModel): SecurityHandlers {
  return Object.fromEntries(
    Object.values(securitySchemes).map((scheme) => [
      scheme.name,
      {
        scheme,
        authenticate: () => ({
          outcome: 'authenticated',
          principal: { scheme: scheme.name, subject: 'any', scopes: [], claims: {} },
        }),
        challenge: () => 'Any',
      },
    ]),
  );
}

function toFetch({ method, headers, body: content }: GeneratedRequest, target: string): Request {
  const pairs = headers.flatMap((name, index) =>
    index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as [string, string]] : [],
  );
  const hasBody = content !== undefined && method !== 'GET' && method !== 'HEAD';
  return new Request(`http://localhost${target}`, {
    method,
    headers: pairs,
    ...(hasBody && { body: typeof content === 'string' ? content : Uint8Array.from(content) }),
  });
}

describe.skipIf(!existsSync(folder))('real contracts (skipped where they are absent)', () => {
  it.each(files)('every operation of %s takes its generated requests', async (file) => {
    const { model } = await readServiceModel(new URL(file, folder).pathname);
    if (model === undefined) throw new TypeError('The contract cannot be read');
    const { schemas, ...rest } = createContract(model);
    const service = createService({ contract: { schemas, ...rest }, handlers: {}, security: open(model) });
    const refused: string[] = [];
    for (const operation of model.operations) {
      for (const sendsOptional of [false, true]) {
        const made = generateRequest(operation, model, { schemas, sendsOptional });
        if ('missing' in made) refused.push(`${operation.id}: no value for ${made.missing}`);
        else {
          const answer = await service.fetch(toFetch(made.request, made.request.target));
          if (answer.headers.get('x-brrt-mock') === null)
            refused.push(`${operation.id}: ${made.request.target} ${answer.status} ${await answer.text()}`);
        }
      }
    }
    expect(refused).toEqual([]);
  });
});
