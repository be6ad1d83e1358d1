import { describe, expect, it } from 'vitest';
import { diff, told, withAnswer, withBody, withOperation } from './testing/diff-texts.ts';

describe('what is sent to an operation', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['nothing has changed', '{}', '{}', []],
    ['a narrower type', '{ type: [string, integer] }', '{ type: string }', ['breaking body-narrowed']],
    ['a wider type', '{ type: string }', '{ type: [string, integer] }', ['compatible body-widened']],
    [
      'a property that has to be there',
      '{ type: object, properties: { a: {} } }',
      '{ type: object, properties: { a: {} }, required: [a] }',
      ['breaking body-narrowed'],
    ],
    [
      'a required property that is read-only',
      '{ type: object, properties: { a: {} } }',
      '{ type: object, properties: { a: { readOnly: true } }, required: [a] }',
      ['breaking body-narrowed'],
    ],
    [
      'required of what is read-only already',
      '{ type: object, properties: { a: { readOnly: true } } }',
      '{ type: object, properties: { a: { readOnly: true } }, required: [a] }',
      [],
    ],
    ['an enum in another order', '{ enum: [a, b] }', '{ enum: [b, a] }', []],
    ['an enum with a value less', '{ enum: [a, b] }', '{ enum: [a] }', ['breaking body-narrowed']],
    ['limits given', '{ type: integer }', '{ type: integer, minimum: 1 }', ['breaking body-narrowed']],
  ])('%s', async (_name, old, fresh, want) => {
    expect(told(await diff(withBody(old), withBody(fresh)))).toEqual(want);
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      'oneOf becomes anyOf of the same',
      '{ oneOf: [{ type: string }, { type: integer }] }',
      '{ anyOf: [{ type: string }, { type: integer }] }',
      [],
    ],
    [
      'allOf becomes one schema',
      '{ allOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }] }',
      '{ type: object, required: [a, b], properties: { a: { type: string }, b: { type: integer } } }',
      [],
    ],
    [
      'a schema becomes one of several',
      '{ $ref: "#/components/schemas/A" }',
      '{ oneOf: [{ $ref: "#/components/schemas/A" }, { type: string }] }',
      ['compatible body-widened'],
    ],
    [
      'a schema becomes the only one of several',
      '{ $ref: "#/components/schemas/A" }',
      '{ anyOf: [{ $ref: "#/components/schemas/A" }] }',
      [],
    ],
    [
      'an alternative is gone',
      '{ anyOf: [{ $ref: "#/components/schemas/A" }, { type: string }] }',
      '{ $ref: "#/components/schemas/A" }',
      ['breaking body-narrowed'],
    ],
    [
      'a reference is written out',
      '{ $ref: "#/components/schemas/A" }',
      '{ type: object, required: [a], properties: { a: { type: string } } }',
      [],
    ],
    [
      'limits move into a part of allOf',
      '{ type: string, maxLength: 5 }',
      '{ allOf: [{ type: string }, { maxLength: 5 }] }',
      [],
    ],
    [
      'an enum moves into alternatives',
      '{ type: string, enum: [a, b] }',
      '{ oneOf: [{ const: a }, { const: b }] }',
      [],
    ],
  ])('written otherwise: %s', async (_name, old, fresh, want) => {
    const components =
      '{ A: { type: object, required: [a], properties: { a: { type: string } } }, B: { type: object, required: [b], properties: { b: { type: integer } } } }';
    expect(told(await diff(withBody(old, components), withBody(fresh, components)))).toEqual(want);
  });

  it('shows a request that was taken, as curl', async () => {
    const [change] = await diff(withBody('{ type: [string, integer] }'), withBody('{ type: string }'));
    expect(change).toMatchObject({
      operation: 'POST /pets',
      operationId: 'addPet',
      direction: 'request',
      old: { line: 7 },
      new: { line: 7 },
      witness: {
        kind: 'request',
        text: expect.stringMatching(/^curl -s -X POST -H 'Content-Type: application\/json' --data-raw -?\d+ http/),
      },
    });
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      'an optional parameter more',
      '',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      ['compatible parameter-added'],
    ],
    [
      'a required parameter more',
      '',
      'parameters: [{ name: a, in: query, required: true, schema: { type: string } }]',
      ['breaking parameter-required'],
    ],
    [
      'a parameter less',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      '',
      ['unknown parameter-removed'],
    ],
    [
      'a header less',
      'parameters: [{ name: X-A, in: header, schema: { type: string } }]',
      '',
      ['compatible parameter-removed'],
    ],
    [
      'a parameter that has to be sent',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      'parameters: [{ name: a, in: query, required: true, schema: { type: string } }]',
      ['breaking parameter-required'],
    ],
    [
      'an integer becomes any text',
      'parameters: [{ name: a, in: query, schema: { type: integer } }]',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      ['compatible parameter-widened'],
    ],
    [
      'any text becomes an integer',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      'parameters: [{ name: a, in: query, schema: { type: integer } }]',
      ['breaking parameter-narrowed'],
    ],
    [
      'a limit given',
      'parameters: [{ name: a, in: query, schema: { type: integer } }]',
      'parameters: [{ name: a, in: query, schema: { type: integer, maximum: 100 } }]',
      ['breaking parameter-narrowed'],
    ],
    [
      'lists written with commas',
      'parameters: [{ name: a, in: query, schema: { type: array, items: { type: integer } } }]',
      'parameters: [{ name: a, in: query, explode: false, schema: { type: array, items: { type: integer } } }]',
      ['breaking parameter-style'],
    ],
    [
      'lists written with pipes',
      'parameters: [{ name: a, in: query, explode: false, schema: { type: array, items: { type: integer } } }]',
      'parameters: [{ name: a, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: integer } } }]',
      ['breaking parameter-style'],
    ],
    [
      'another default',
      'parameters: [{ name: a, in: query, schema: { type: integer, default: 1 } }]',
      'parameters: [{ name: a, in: query, schema: { type: integer, default: 2 } }]',
      ['unknown parameter-default'],
    ],
    [
      'a body that has to be sent',
      'requestBody: { content: { text/plain: {} } }',
      'requestBody: { required: true, content: { text/plain: {} } }',
      ['breaking body-required'],
    ],
    [
      'a media type less',
      'requestBody: { content: { text/plain: {}, application/json: {} } }',
      'requestBody: { content: { application/json: {} } }',
      ['breaking body-media-type-removed'],
    ],
    [
      'a media type within a range',
      'requestBody: { content: { text/plain: {} } }',
      'requestBody: { content: { text/*: {} } }',
      ['compatible body-media-type-added'],
    ],
    ['a body', '', 'requestBody: { content: { text/plain: {} } }', ['compatible body-added']],
    [
      'a body that has to be sent where there was none',
      '',
      'requestBody: { required: true, content: { text/plain: {} } }',
      ['breaking body-required'],
    ],
    ['no body', 'requestBody: { content: { text/plain: {} } }', '', ['unknown body-removed']],
    ['deprecated', '', 'deprecated: true', ['compatible operation-deprecated']],
    ['an extension', '', 'x-owner: pets', ['compatible extension-changed']],
  ])('%s', async (_name, old, fresh, want) => {
    expect(told(await diff(withOperation(old), withOperation(fresh)))).toEqual(want);
  });
});

describe('what an operation answers', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'a property less',
      '{ type: object, properties: { a: {} }, required: [a] }',
      '{ type: object, properties: { a: {} } }',
      ['breaking response-widened'],
    ],
    [
      'a property more, in an open object',
      '{ type: object }',
      '{ type: object, properties: { b: { type: integer } } }',
      ['compatible response-narrowed'],
    ],
    [
      'a property more, in a closed object',
      '{ type: object, additionalProperties: false }',
      '{ type: object, properties: { b: { type: integer } }, additionalProperties: false }',
      ['breaking response-widened'],
    ],
    ['an enum with a value more', '{ enum: [a, b] }', '{ enum: [a, b, c] }', ['breaking response-widened']],
    ['null as well', '{ type: string }', '{ type: [string, "null"] }', ['breaking response-widened']],
    [
      'a write-only property that is required',
      '{ type: object }',
      '{ type: object, required: [p], properties: { p: { writeOnly: true } } }',
      ['compatible response-narrowed'],
    ],
  ])('%s', async (_name, old, fresh, want) => {
    expect(told(await diff(withAnswer(old), withAnswer(fresh)))).toEqual(want);
  });

  it('shows a response that the old contract refuses', async () => {
    const [change] = await diff(withAnswer('{ enum: [a] }'), withAnswer('{ enum: [a, b] }'));
    expect(change?.witness).toEqual({ kind: 'response', text: 'HTTP/1.1 200\nContent-Type: application/json\n\n"b"' });
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      'another success',
      "responses: { '200': { description: a } }",
      "responses: { '200': { description: a }, '202': { description: b } }",
      ['breaking response-status-added'],
    ],
    [
      'another error',
      "responses: { '200': { description: a } }",
      "responses: { '200': { description: a }, '429': { description: b } }",
      ['compatible response-status-added'],
    ],
    [
      'a status that default knew',
      'responses: { default: { description: a } }',
      "responses: { default: { description: a }, '202': { description: b } }",
      [],
    ],
    [
      'a status less',
      "responses: { '200': { description: a }, '404': { description: b } }",
      "responses: { '200': { description: a } }",
      ['compatible response-status-removed'],
    ],
    [
      'a media type less',
      "responses: { '200': { description: a, content: { text/plain: {}, application/json: {} } } }",
      "responses: { '200': { description: a, content: { application/json: {} } } }",
      ['breaking response-media-type-removed'],
    ],
    [
      'a header less',
      "responses: { '200': { description: a, headers: { X-A: { required: true, schema: { type: string } } } } }",
      "responses: { '200': { description: a } }",
      ['breaking response-header-removed'],
    ],
    [
      'a media type more',
      "responses: { '200': { description: a, content: { text/plain: {} } } }",
      "responses: { '200': { description: a, content: { text/plain: {}, application/json: {} } } }",
      ['compatible response-media-type-added'],
    ],
    [
      'a header more',
      "responses: { '200': { description: a } }",
      "responses: { '200': { description: a, headers: { X-A: { schema: { type: string } } } } }",
      ['compatible response-header-added'],
    ],
    [
      'a header that may be longer',
      "responses: { '200': { description: a, headers: { X-A: { schema: { type: string, maxLength: 3 } } } } }",
      "responses: { '200': { description: a, headers: { X-A: { schema: { type: string, maxLength: 4 } } } } }",
      ['breaking response-header-widened'],
    ],
  ])('%s', async (_name, old, fresh, want) => {
    const operation = (fields: string): string => `paths:\n  /pets:\n    get: { operationId: listPets, ${fields} }\n`;
    expect(told(await diff(operation(old), operation(fresh)))).toEqual(want);
  });
});

it('does not show as broken what no form can carry', async () => {
  const form = (schema: string): string =>
    withBody(schema).replace('application/json', 'application/x-www-form-urlencoded');
  const old = 'type: object, properties: { a: { type: array, items: { type: string } } }, required: [a]';
  const [change] = await diff(form(`{ ${old} }`), form(`{ ${old}, minProperties: 2 }`));
  expect(change).toMatchObject({ id: 'body-narrowed' });
});

it.each([
  ['{ enum: [a] }', '{ enum: [a, b] }', 'X-A: b'],
  [
    '{ type: array, items: { enum: [1] }, minItems: 2 }',
    '{ type: array, items: { enum: [2] }, minItems: 2 }',
    'X-A: 2,2',
  ],
])('shows a header as it is sent: %s', async (old, fresh, line) => {
  const answer = (schema: string): string =>
    withOperation(`x-a: b`).replace(
      "'200': { description: all }",
      `2XX: { description: a, headers: { X-A: { schema: ${schema} } } }`,
    );
  const [change] = await diff(answer(old), answer(fresh));
  expect(change?.witness).toEqual({ kind: 'response', text: `HTTP/1.1 200\n${line}` });
});

it('shows a message that is sent to receivers with the media type that it has', async () => {
  const hook = (mediaType: string, schema: string): string =>
    `paths: {}\nwebhooks:\n  petAdded:\n    post: { requestBody: { content: { ${mediaType}: { schema: ${schema} } } }, responses: { '200': { description: a } } }\n`;
  const [change] = await diff(hook('application/*', '{ enum: [a] }'), hook('application/json', '{ enum: [b] }'));
  expect(change?.witness?.text).toBe('Content-Type: application/json\n\n"b"');
});

describe('who may call it, and where', () => {
  const schemes = `components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    other: { type: apiKey, in: header, name: X-Other }
    token: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://a.example/t', scopes: { read: r, write: w } } } }
`;
  it.each<[string, string, string, readonly string[]]>([
    ['a credential asked for', '', 'security: [{ key: [] }]', ['breaking security-narrowed']],
    ['none asked for any more', 'security: [{ key: [] }]', 'security: []', ['compatible security-widened']],
    [
      'an alternative more',
      'security: [{ key: [] }]',
      'security: [{ key: [] }, { other: [] }]',
      ['compatible security-widened'],
    ],
    [
      'an alternative less',
      'security: [{ key: [] }, { other: [] }]',
      'security: [{ key: [] }]',
      ['breaking security-narrowed'],
    ],
    ['both at once', 'security: [{ key: [] }]', 'security: [{ key: [], other: [] }]', ['breaking security-narrowed']],
    [
      'another scope',
      'security: [{ token: [read] }]',
      'security: [{ token: [read, write] }]',
      ['breaking security-narrowed'],
    ],
    [
      'a scope less',
      'security: [{ token: [read, write] }]',
      'security: [{ token: [read] }]',
      ['compatible security-widened'],
    ],
    [
      'alternatives in another order',
      'security: [{ key: [] }, { other: [] }]',
      'security: [{ other: [] }, { key: [] }]',
      [],
    ],
  ])('%s', async (_name, old, fresh, want) => {
    expect(told(await diff(withOperation(old, schemes), withOperation(fresh, schemes)))).toEqual(want);
  });

  it('knows an operation by method and path, whatever its parameters are called', async () => {
    const at = (path: string, id: string, name: string): string =>
      `paths:\n  ${path}:\n    get: { operationId: ${id}, parameters: [{ name: ${name}, in: path, required: true, schema: { type: string } }], responses: { '200': { description: a } } }\n`;
    expect(told(await diff(at('/pets/{id}', 'getPet', 'id'), at('/pets/{petId}', 'readPet', 'petId')))).toEqual([
      'compatible operation-renamed',
    ]);
    const moved = await diff(at('/pets/{id}', 'getPet', 'id'), at('/animals/{id}', 'getPet', 'id'));
    expect(told(moved)).toEqual(['compatible operation-added', 'breaking operation-removed']);
    expect(moved[1]?.text).toBe('GET /pets/{id} has moved to GET /animals/{id}');
    expect(
      told(
        await diff(`servers: [{ url: /v1 }]\n${withOperation('')}`, `servers: [{ url: /v2 }]\n${withOperation('')}`),
      ),
    ).toEqual(['breaking base-path-removed']);
  });

  it('reads webhooks the other way round', async () => {
    const hook = (schema: string): string =>
      `paths: {}\nwebhooks:\n  petAdded:\n    post: { requestBody: { content: { application/json: { schema: ${schema} } } }, responses: { '200': { description: a } } }\n`;
    expect(told(await diff(hook('{ enum: [a] }'), hook('{ enum: [a, b] }')))).toEqual(['breaking response-widened']);
    expect(told(await diff(hook('{ enum: [a, b] }'), hook('{ enum: [a] }')))).toEqual(['compatible response-narrowed']);
    expect(told(await diff(hook('{}'), 'paths: {}\nwebhooks: {}\n'))).toEqual(['unknown webhook-removed']);
    expect(told(await diff('paths: {}\nwebhooks: {}\n', hook('{}')))).toEqual(['compatible webhook-added']);
  });

  it('asks to look when a server is not named any more', async () => {
    const at = (url: string): string => `servers: [{ url: '${url}' }]\n${withOperation('x-a: b')}`;
    expect(told(await diff(at('https://a.example'), at('https://b.example')))).toEqual([
      'unknown server-changed',
      'compatible server-changed',
    ]);
  });

  it('gives the same change the same fingerprint, and a later one another', async () => {
    const print = async (old: string, fresh: string) => (await diff(withBody(old), withBody(fresh)))[0]?.fingerprint;
    const first = await print('{ type: integer }', '{ type: integer, minimum: 1 }');
    expect(await print('{ type: integer }', '{ type: integer, minimum: 1 }')).toBe(first);
    expect(await print('{ type: integer }', '{ type: integer, minimum: 2 }')).not.toBe(first);
  });
});
