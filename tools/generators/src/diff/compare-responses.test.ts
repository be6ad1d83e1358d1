import { describe, expect, it } from 'vitest';
import { diff, told, withAnswer, withBody, withOperation } from './testing/diff-texts.ts';

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

it('shows a body of XML as XML', async () => {
  const xml = (type: string): string =>
    withAnswer(`{ type: object, required: [a], properties: { a: { type: ${type} } } }`).replace(
      'application/json',
      'application/xml',
    );
  const [change] = await diff(xml('integer'), xml('string'));
  expect(change?.witness?.text).toMatch(/^Content-Type: application\/xml\n\n<\?xml .*\n<root><a>/m);
});

it('shows a message that is sent to receivers with the media type that it has', async () => {
  const hook = (mediaType: string, schema: string): string =>
    `paths: {}\nwebhooks:\n  petAdded:\n    post: { requestBody: { content: { ${mediaType}: { schema: ${schema} } } }, responses: { '200': { description: a } } }\n`;
  const [change] = await diff(hook('application/*', '{ enum: [a] }'), hook('application/json', '{ enum: [b] }'));
  expect(change?.witness?.text).toBe('Content-Type: application/json\n\n"b"');
});
