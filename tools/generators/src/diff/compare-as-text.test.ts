import { describe, expect, it } from 'vitest';
import { diff, told, withOperation } from './testing/diff-texts.ts';

// Parameters and headers are text on the wire: what counts is what the reader makes of it.

const asked = (fields: string, limit = '{}'): string =>
  withOperation(`parameters: [{ name: a, in: query, ${fields} }]`, `components: { schemas: { Limit: ${limit} } }\n`);
const object = '{ type: object, required: [page], properties: { page: { type: integer } } }';
const limit = 'schema: { $ref: "#/components/schemas/Limit" }';

describe('a parameter', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'has another default behind a reference',
      asked(limit, '{ type: integer, default: 1 }'),
      asked(limit, '{ type: integer, default: 2 }'),
      ['unknown parameter-default'],
    ],
    [
      'has another default within its content',
      asked('content: { application/json: { schema: { type: integer, default: 1 } } }'),
      asked('content: { application/json: { schema: { type: integer, default: 2 } } }'),
      ['unknown parameter-default'],
    ],
    [
      'of one value is not written otherwise by explode',
      asked('schema: { type: string, maxLength: 5 }'),
      asked('explode: false, schema: { type: string, maxLength: 5 }'),
      [],
    ],
    [
      'that becomes a list may be',
      asked('schema: { type: string, maxLength: 5 }'),
      asked('explode: false, schema: { type: array, items: { type: string }, maxItems: 1 }'),
      ['unknown parameter-style'],
    ],
    [
      'is an object, and its style decides about names',
      asked(`required: true, style: deepObject, explode: true, schema: ${object}`),
      asked(`required: true, style: form, explode: true, schema: ${object}`),
      ['breaking parameter-style'],
    ],
    [
      'is an object whose members are parameters of their own, of which one is not known any more',
      asked('schema: { type: object, additionalProperties: { type: string } }'),
      asked('schema: { type: object, properties: { b: { type: string } }, additionalProperties: false }'),
      ['unknown parameter-narrowed'],
    ],
    [
      'has another default in an object, whose members are sent apart',
      asked('style: deepObject, schema: { type: object, properties: { b: { type: integer, default: 1 } } }'),
      asked('style: deepObject, schema: { type: object, properties: { b: { type: integer, default: 2 } } }'),
      ['unknown parameter-default'],
    ],
    [
      'has integers for the texts of them',
      asked(limit, '{ type: integer, enum: [1, 2] }'),
      asked(limit, "{ type: string, enum: ['2', '1'] }"),
      ['compatible parameter-widened'],
    ],
    [
      'has texts for what reads like them',
      asked("schema: { type: string, enum: ['true', 'false'] }"),
      asked('schema: { type: boolean }'),
      ['compatible parameter-widened'],
    ],
    [
      'has fewer texts than there were integers',
      asked('schema: { type: integer, enum: [1, 2] }'),
      asked("schema: { type: string, enum: ['1'] }"),
      ['breaking parameter-narrowed'],
    ],
    [
      'has texts for numbers, which have several each: 1.50',
      asked('schema: { type: number, enum: [1.5, 2] }'),
      asked("schema: { type: string, enum: ['1.5', '2'] }"),
      ['unknown parameter-narrowed'],
    ],
    [
      'has texts in a list and in an object',
      asked('schema: { type: array, items: { type: integer, enum: [1] } }'),
      asked("schema: { type: array, items: { type: string, enum: ['1'] } }"),
      ['compatible parameter-widened'],
    ],
    [
      'is JSON, where a text is no integer',
      asked('content: { application/json: { schema: { type: integer, enum: [1] } } }'),
      asked("content: { application/json: { schema: { type: string, enum: ['1'] } } }"),
      ['breaking parameter-narrowed'],
    ],
    [
      'takes any text behind a reference',
      asked(limit, '{ type: integer }'),
      asked(limit, '{ type: string }'),
      ['compatible parameter-widened'],
    ],
  ])('%s', async (_name, old, fresh, want) => expect(told(await diff(old, fresh))).toEqual(want));
});

it('shows a list that is read as one text', async () => {
  const list = 'explode: false, schema: { type: array, items: { type: string } }';
  const [change] = await diff(asked(`style: spaceDelimited, ${list}`), asked(`style: form, ${list}`));
  expect(change).toMatchObject({ id: 'parameter-style', level: 'breaking' });
  expect(change?.witness?.text).toContain('a=a%20b');
});

describe('a body', () => {
  const sent = (mediaType: string, schema: string): string =>
    withOperation(`requestBody: { required: true, content: { ${mediaType}: { schema: ${schema} } } }`);
  const holding = (type: string): string => `{ type: object, properties: { a: { type: ${type} } }, required: [a] }`;
  it.each<[string, string, string, readonly string[]]>([
    [
      'of XML whose number is any text',
      sent('application/xml', holding('integer')),
      sent('application/xml', holding('string')),
      ['unknown body-narrowed'],
    ],
    [
      'of XML whose text is a number',
      sent('application/xml', holding('string')),
      sent('application/xml', holding('integer')),
      ['breaking body-narrowed'],
    ],
    [
      'of XML whose number is any text, beside what has to be there',
      sent('application/xml', holding('integer')),
      sent('application/xml', holding('string').replace('[a]', '[a, b]')),
      ['breaking body-narrowed'],
    ],
    [
      'in parts of which a number is any text',
      sent('multipart/form-data', holding('integer')),
      sent('multipart/form-data', holding('string')),
      ['unknown body-narrowed'],
    ],
    [
      'in parts of which one has to be there',
      sent('multipart/form-data', '{ type: object, properties: { a: { type: string } } }'),
      sent('multipart/form-data', holding('string')),
      ['breaking body-narrowed'],
    ],
    [
      'of text that was a number',
      sent('text/plain', '{ type: integer }'),
      sent('text/plain', '{ type: string }'),
      ['unknown body-narrowed'],
    ],
    [
      'of text that is shorter',
      sent('text/plain', '{ type: string }'),
      sent('text/plain', '{ type: string, maxLength: 3 }'),
      ['breaking body-narrowed'],
    ],
  ])('%s', async (_name, old, fresh, want) => expect(told(await diff(old, fresh))).toEqual(want));
});

describe('a body of a response', () => {
  const answered = (mediaType: string, type: string): string =>
    `paths:\n  /pets:\n    get: { operationId: listPets, responses: { '200': { description: a, content: { ${mediaType}: { schema: { type: object, properties: { a: { type: ${type} } }, required: [a] } } } } } }\n`;
  it.each([
    ['application/xml', 'string', 'integer', ['unknown response-widened']],
    ['application/xml', 'integer', 'string', ['breaking response-widened']],
    ['application/json', 'string', 'integer', ['breaking response-widened']],
  ])('as %s whose %s is %s', async (mediaType, old, fresh, want) => {
    expect(told(await diff(answered(mediaType, old), answered(mediaType, fresh)))).toEqual(want);
  });
});

describe('a header of a response', () => {
  it('that is a list is written alike, exploded or not', async () => {
    const list = '{ type: array, items: { type: string } }';
    expect(told(await diff(answered(list), answered(`${list}, explode: true`)))).toEqual([]);
  });

  const answered = (schema: string): string =>
    `paths:\n  /pets:\n    get: { operationId: listPets, responses: { '200': { description: a, headers: { X-A: { schema: ${schema} } } } } }\n`;
  it.each<[string, string, string, readonly string[]]>([
    [
      'that was any text is a number',
      answered('{ type: string }'),
      answered('{ type: integer }'),
      ['compatible response-header-narrowed'],
    ],
    [
      'that was a number is any text',
      answered('{ type: integer }'),
      answered('{ type: string }'),
      ['breaking response-header-widened'],
    ],
    [
      'that was a number is a text of digits',
      answered('{ type: integer }'),
      answered("{ type: string, pattern: '^[1-9]$' }"),
      ['unknown response-header-widened'],
    ],
  ])('%s', async (_name, old, fresh, want) => expect(told(await diff(old, fresh))).toEqual(want));
});
