import { readServiceModelText } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { compareContracts } from './compare-contracts.ts';
import { diff, diffOf32, head, modelOf, told, withBody, withOperation } from './testing/diff-texts.ts';

describe('how things are written', () => {
  const body = (mediaType: string, content: string): string =>
    `paths:\n  /pets:\n    post:\n      operationId: addPet\n      requestBody: { required: true, content: { ${mediaType}: ${content} } }\n      responses: { '201': { description: made } }\n`;
  const list =
    'schema: { type: object, required: [a], properties: { a: { type: array, minItems: 2, items: { type: integer } } } }';
  const photo = 'schema: { type: object, required: [a], properties: { a: {} } }';
  const header = (fields: string): string =>
    `paths:\n  /pets:\n    get: { operationId: listPets, responses: { '200': { description: a, headers: { X-A: { schema: { type: object, properties: { a: { type: string } }, required: [a] } ${fields} } } } } }\n`;
  const socket = (property: string): string =>
    withOperation(`x-websocket: { receive: { type: object, properties: { a: ${property} } }, send: { type: string } }`);
  it.each<[string, string, string, readonly string[]]>([
    [
      'lists of a form are written with commas',
      body('application/x-www-form-urlencoded', `{ ${list} }`),
      body('application/x-www-form-urlencoded', `{ ${list}, encoding: { a: { style: form, explode: false } } }`),
      ['breaking body-encoding'],
    ],
    [
      'a text of a form that is a number for one reader is a text for the other',
      body('application/x-www-form-urlencoded', '{ schema: { type: object, properties: { a: { type: integer } } } }'),
      body('application/x-www-form-urlencoded', '{ schema: { type: object, properties: { a: { type: string } } } }'),
      ['unknown body-narrowed'],
    ],
    [
      'a part may no longer be of a media type',
      body('multipart/form-data', `{ ${photo}, encoding: { a: { contentType: 'image/png, image/gif' } } }`),
      body('multipart/form-data', `{ ${photo}, encoding: { a: { contentType: image/png } } }`),
      ['breaking body-encoding'],
    ],
    [
      'a part may be of any media type of a range',
      body('multipart/form-data', `{ ${photo}, encoding: { a: { contentType: image/png } } }`),
      body('multipart/form-data', `{ ${photo}, encoding: { a: { contentType: image/* } } }`),
      ['compatible body-encoding'],
    ],
    [
      'an object in a header is written with equal signs',
      header(''),
      header(', explode: true'),
      ['breaking response-header-style'],
    ],
    [
      'a property that is left out means another value',
      withBody('{ type: object, properties: { a: { type: integer, default: 1 } } }'),
      withBody('{ type: object, properties: { a: { type: integer, default: 2 } } }'),
      ['unknown body-default'],
    ],
    [
      'a property that is left out has a meaning now',
      withBody('{ type: object, properties: { a: { type: integer } } }'),
      withBody('{ type: object, properties: { a: { type: integer, default: 2 } } }'),
      ['unknown body-default'],
    ],
    [
      'a new property that is left out had none',
      withBody('{ type: object }'),
      withBody('{ type: object, properties: { a: { default: 2 } } }'),
      [],
    ],
    [
      'a body that has to be sent is never left out',
      withBody('{ type: string, default: a }'),
      withBody('{ type: string, default: b }'),
      [],
    ],
    [
      'a WebSocket takes another value for what a message leaves out',
      socket('{ type: integer, default: 1 }'),
      socket('{ type: integer, default: 2 }'),
      ['unknown web-socket-changed'],
    ],
    [
      'a WebSocket fills in what a message has to hold now',
      socket('{ type: integer, default: 1 }'),
      socket('{ type: integer, default: 1 }').replace('receive: {', 'receive: { required: [a],'),
      ['unknown web-socket-changed'],
    ],
    [
      'a WebSocket takes other messages',
      socket('{ type: integer, default: 1 }'),
      socket('{ type: string }'),
      ['breaking web-socket-changed', 'unknown web-socket-changed'],
    ],
  ])('%s', async (_name, old, fresh, want) => expect(told(await diff(old, fresh))).toEqual(want));

  it('shows the part that is not taken any more', async () => {
    const [change] = await diff(
      body('multipart/form-data', `{ ${photo}, encoding: { a: { contentType: 'image/png, image/gif' } } }`),
      body('multipart/form-data', `{ ${photo}, encoding: { a: { contentType: image/png } } }`),
    );
    expect(change?.witness?.text).toMatch(/image\/gif/);
  });
});

it('names a body that is left out', async () => {
  const optional = (value: string): string =>
    withBody(`{ type: object, default: ${value}, properties: { a: { default: ${value} } } }`).replace(
      'required: true, ',
      '',
    );
  const [change] = await diff(optional('{}'), optional('{ a: 1 }'));
  expect(change?.text).toBe(
    'body application/json: a body that is left out, and what is left out at /a means another value',
  );
});

it('compares the defaults of items', async () => {
  const lines = (value: number): string =>
    `paths:\n  /pets:\n    post: { operationId: addPets, requestBody: { content: { application/jsonl: { itemSchema: { properties: { a: { default: ${value} } } } } } }, responses: { '201': { description: made } } }\n`;
  const [change, ...more] = await diffOf32(lines(1), lines(2));
  expect([change?.text, ...more]).toEqual(['body application/jsonl: what is left out at /*/a means another value']);
});

it('fills in no defaults of items of a sequence', async () => {
  const read = (required: string) => {
    const item = `{ type: object, properties: { a: { type: integer, default: 1 } }, required: [${required}] }`;
    const content = `application/jsonl: { itemSchema: ${item} }`;
    return modelOf(
      `${head.replace('3.1.0', '3.2.0')}paths:\n  /pets:\n    post: { operationId: addPets, requestBody: { required: true, content: { ${content} } }, responses: { '201': { description: made } } }\n`,
    );
  };
  expect(told(compareContracts(await read(''), await read('a')))).toEqual(['breaking body-narrowed']);
});

it('says that nothing is known of what cannot be read', async () => {
  const broken = (schema: string): string =>
    `paths:\n  /pets/{id}:\n    get: { operationId: getPet, parameters: [{ name: id, in: path, required: true, schema: ${schema} }], responses: { '200': { description: a } } }\n`;
  const read = async (text: string) => {
    const { model } = await readServiceModelText(
      { text: head + text, file: 'openapi.yaml' },
      { overlays: [], skipBroken: true },
    );
    if (model === undefined) throw new TypeError('it cannot be read at all');
    return model;
  };
  const changes = compareContracts(
    await read(broken('{ $ref: "#/components/schemas/None" }')),
    await read(broken('{ $ref: "#/components/schemas/Other" }')),
  );
  expect(changes).toMatchObject([
    {
      id: 'operation-unreadable',
      level: 'unknown',
      operation: 'GET /pets/{id}',
      text: expect.stringContaining('it cannot be read: '),
    },
  ]);
});

it('knows a callback by what is sent where, not by its name', async () => {
  const callback = (name: string): string =>
    `${name}: { '{$request.query.url}': { post: { responses: { '200': { description: a } } } } }`;
  const calling = (callbacks: string): string => withOperation(`callbacks: { ${callbacks} }`);
  expect(told(await diff(calling(callback('done')), calling(callback('ready'))))).toEqual([]);
  expect(told(await diff(calling(callback('done')), calling(`${callback('ready')}, ${callback('done')}`)))).toEqual([
    'compatible webhook-added',
  ]);
});

it('reads items of a sequence that is sent to receivers', async () => {
  const read = (type: string) =>
    modelOf(
      `${head.replace('3.1.0', '3.2.0')}paths: {}\nwebhooks:\n  pets:\n    post: { requestBody: { required: true, content: { application/jsonl: { itemSchema: { type: ${type} } } } }, responses: { '200': { description: a } } }\n`,
    );
  expect(told(compareContracts(await read('string'), await read('integer')))).toEqual(['breaking response-widened']);
});

it('reads what the service sends as its own: what is readOnly belongs to it', async () => {
  const pet = (required: string): string =>
    `{ type: object, properties: { id: { type: string, readOnly: true } }, required: [${required}] }`;
  const socket = (schema: string): string =>
    withOperation(`x-websocket: { receive: { type: string }, send: ${schema} }`);
  const hook = (schema: string): string =>
    `paths: {}\nwebhooks:\n  petAdded:\n    post: { requestBody: { content: { application/json: { schema: ${schema} } } }, responses: { '200': { description: a } } }\n`;
  const [old, fresh] = [pet(''), pet('id')];
  expect(told(await diff(socket(old), socket(fresh)))).toEqual(['compatible web-socket-changed']);
  expect(told(await diff(hook(fresh), hook(old)))).toEqual(['breaking response-widened']);
});

describe('messages to receivers', () => {
  const hook = (fields: string): string =>
    `paths: {}\nwebhooks:\n  petAdded:\n    post: { ${fields} responses: { '200': { description: a } } }\n`;
  const key = (name: string): string =>
    `components: { securitySchemes: { key: { type: apiKey, in: header, name: ${name} } } }\n`;
  const answered = (status: string, content: string): string =>
    hook('').replace("'200': { description: a }", `${status}: { description: a, content: { ${content} } }`);
  const kind = (schema: string, more = ', required: true'): string =>
    hook(`parameters: [{ name: X-Kind, in: header, schema: ${schema}${more} }],`);
  it.each<[string, string, string, readonly string[]]>([
    ['a header that may be missing', kind('{}'), kind('{}', ''), ['breaking webhook-changed']],
    ['a header less', kind('{}', ''), hook(''), ['unknown webhook-changed']],
    ['a header of another type', kind('{ type: integer }'), kind('{ type: string }'), ['breaking webhook-changed']],
    [
      'a header that is a text for a number',
      kind('{ type: string }'),
      kind('{ type: integer }'),
      ['compatible webhook-changed'],
    ],
    [
      'a header whose list is exploded',
      kind('{ type: array, items: { type: string } }'),
      kind('{ type: array, items: { type: string } }', ', explode: true, required: true'),
      [],
    ],
    [
      'a header whose object is exploded',
      kind('{ type: object }'),
      kind('{ type: object }', ', explode: true, required: true'),
      ['breaking webhook-changed'],
    ],
    [
      'another spelling of a server',
      hook('servers: [{ url: https://a.example }],'),
      hook('servers: [{ url: https://A.example/ }],'),
      [],
    ],
    ['a header of fewer values', kind('{ type: string }'), kind('{ enum: [a] }'), ['compatible webhook-changed']],
    [
      'a body that may be missing',
      hook('requestBody: { required: true, content: { application/json: {} } },'),
      hook('requestBody: { content: { application/json: {} } },'),
      ['breaking webhook-changed'],
    ],
    [
      'an answer that a range stands for',
      answered("'200'", 'application/json: {}'),
      answered('2XX', 'application/json: { schema: { type: string } }'),
      ['compatible webhook-changed', 'breaking body-narrowed'],
    ],
    [
      'an answer of another media type',
      answered("'200'", 'application/json: {}'),
      answered("'200'", 'application/xml: {}'),
      ['unknown body-media-type-removed'],
    ],
    ['an answer that nobody reads', answered("'200'", 'application/json: {}'), hook(''), []],
    [
      'credentials of the same name in another place',
      `${hook('security: [{ key: [] }],')}${key('A')}`,
      `${hook('security: [{ key: [] }],')}${key('B')}`,
      ['unknown webhook-changed'],
    ],
    ['other credentials', hook('security: [],'), hook('security: [{}],'), ['unknown webhook-changed']],
  ])('%s', async (_name, old, fresh, want) => expect(told(await diff(old, fresh))).toEqual(want));
});

describe('what goes over a WebSocket', () => {
  const socket = (fields: string): string =>
    `paths:\n  /live: { get: { operationId: live, responses: { '101': { description: a } }, x-websocket: { ${fields} } } }\n`;
  it.each<[string, string, string, readonly string[]]>([
    [
      'less is taken',
      socket('receive: { type: [string, integer] }'),
      socket('receive: { type: string }'),
      ['breaking web-socket-changed'],
    ],
    [
      'more is taken',
      socket('receive: { type: string }'),
      socket('receive: { type: [string, integer] }'),
      ['compatible web-socket-changed'],
    ],
    ['more is sent', socket('send: { enum: [a] }'), socket('send: { enum: [a, b] }'), ['breaking web-socket-changed']],
    [
      'less is sent',
      socket('send: { enum: [a, b] }'),
      socket('send: { enum: [a] }'),
      ['compatible web-socket-changed'],
    ],
  ])('%s', async (_name, old, fresh, want) => expect(told(await diff(old, fresh))).toEqual(want));
});
