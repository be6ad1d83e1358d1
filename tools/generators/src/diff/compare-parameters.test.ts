import { describe, expect, it } from 'vitest';
import { diff, diffOf32, told, withOperation } from './testing/diff-texts.ts';

const query = (fields: string): string => withOperation(`parameters: [{ name: q, in: query, ${fields} }]`);

describe('a parameter of the query', () => {
  const integer = 'schema: { type: integer }';
  const text = 'schema: { type: string }';
  it.each<[string, string, string, readonly string[], readonly string[]]>([
    [
      'a number without a value',
      `allowEmptyValue: true, ${integer}`,
      integer,
      ['breaking parameter-narrowed'],
      ['compatible parameter-widened'],
    ],
    ['a text without a value is empty anyway', `allowEmptyValue: true, ${text}`, text, [], []],
    ['what is reserved, escaped or not', `allowReserved: true, ${text}`, text, [], []],
  ])('%s', async (_name, old, fresh, forth, back) => {
    expect(told(await diff(query(old), query(fresh)))).toEqual(forth);
    expect(told(await diff(query(fresh), query(old)))).toEqual(back);
  });

  it('shows the parameter without a value', async () => {
    const [change] = await diff(query(`allowEmptyValue: true, ${integer}`), query(integer));
    expect(change?.witness?.text).toBe("curl -s 'http://localhost:8080/pets?q='");
  });

  it('shows a query that lacks a field, which has others: a query without any is none', async () => {
    const whole = (required: string): string =>
      withOperation(
        `parameters: [{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { a: { type: string } }, required: [${required}] } } } }]`,
      );
    const [change] = await diffOf32(whole(''), whole('a'));
    expect(change).toMatchObject({ id: 'parameter-narrowed', level: 'breaking' });
    expect(change?.witness?.text).toBe("curl -s 'http://localhost:8080/pets?other=text'");
  });
});

describe('a parameter of the path by another name', () => {
  const path = (name: string, fields: string): string =>
    `paths:\n  /pets/{${name}}:\n    get: { operationId: getPet, parameters: [{ name: ${name}, in: path, required: true, ${fields} }], responses: { '200': { description: a } } }\n`;
  it.each<[string, string, string, readonly string[]]>([
    ['takes more', 'schema: { type: integer }', 'schema: { type: string }', ['compatible parameter-widened']],
    ['takes less', 'schema: { type: string }', 'schema: { type: integer }', ['breaking parameter-narrowed']],
    [
      'is a list',
      'schema: { type: array, items: { type: string } }',
      'explode: true, schema: { type: array, items: { type: string } }',
      [],
    ],
    [
      'is written with it',
      'style: matrix, schema: { type: string }',
      'style: matrix, schema: { type: string }',
      ['breaking parameter-style'],
    ],
  ])('%s', async (_name, old, fresh, want) =>
    expect(told(await diff(path('id', old), path('petId', fresh)))).toEqual(want),
  );
});

it.each([
  ['https://a.example/v1', 'https://A.example/v1'],
  ['https://a.example/v1', 'HTTPS://a.example:443/v1/'],
  ['https://{host}/v1', 'https://{host}:443/v1'],
])('%s and %s are one server', async (old, fresh) => {
  const at = (url: string): string =>
    `servers: [{ url: '${url}'${url.includes('{') ? ', variables: { host: { default: a.example } }' : ''} }]\n${withOperation('x-a: b')}`;
  expect(told(await diff(at(old), at(fresh)))).toEqual([]);
});
