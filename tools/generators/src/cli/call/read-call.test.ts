import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { readCall } from './read-call.ts';

const contract = `
openapi: 3.1.0
info: { title: Calls, version: '1' }
paths:
  /x:
    post:
      operationId: call
      parameters:
        - { name: version, in: query, schema: { $ref: '#/components/schemas/Version' } }
        - { name: id, in: query, schema: { type: integer, format: int64 } }
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, style: deepObject, schema: { type: object } }
        - { name: sort, in: query, content: { application/json: { schema: { type: object } } } }
        - { name: note, in: query, content: { application/json: { schema: { type: string } } } }
      requestBody:
        content:
          application/json: {}
          text/plain: {}
          application/xml: {}
          application/x-www-form-urlencoded: {}
          multipart/form-data: {}
          application/jsonl: {}
      responses: { '204': { description: done } }
components:
  schemas:
    Version: { type: [string, 'null'] }
`;
const { model } = await readServiceModelText({ text: contract, file: 'openapi.yaml' });
const read = (...args: readonly string[]) => {
  const [operation] = model?.operations ?? [];
  if (model === undefined || operation === undefined) throw new TypeError('The contract has no operation');
  return readCall(args, operation, model).request;
};

it.each<[string, readonly string[], object]>([
  ['a text that looks like a number', ['--version', '1.10'], { version: '1.10' }],
  ['a text that looks like a list', ['--version', '[1]'], { version: '[1]' }],
  ['an integer beyond what a number holds', ['--id', '9007199254740993'], { id: '9007199254740993' }],
  ['several texts', ['--tags', '1.0', '--tags', 'null'], { tags: ['1.0', 'null'] }],
  ['one text of a list', ['--tags', '1.0'], { tags: '1.0' }],
  ['a list', ['--tags', '["a","b"]'], { tags: ['a', 'b'] }],
  ['a number in a list', ['--tags', '[1.10,9007199254740993,2]'], { tags: ['1.10', '9007199254740993', 2] }],
  ['a number in an object', ['--filter', '{"a":1.0}'], { filter: { a: '1.0' } }],
  ['an object', ['--filter', '{"a":1}'], { filter: { a: 1 } }],
  ['an object as JSON', ['--sort', '{"a":1}'], { sort: { a: 1 } }],
  ['a text as JSON', ['--note', '1.0'], { note: '1.0' }],
])('%s is taken as it was typed', (_name, args, query) => {
  expect(read(...args).parameters).toEqual({ query });
});

it.each<[string, string, object]>([
  ['application/json', '{"id":9007199254740993}', { text: '{"id":9007199254740993}' }],
  ['text/plain', '1.0', { text: '1.0' }],
  ['application/x-www-form-urlencoded', '{"a":1}', { value: { a: 1 } }],
  ['application/x-www-form-urlencoded', 'a=1', { text: 'a=1' }],
  ['application/x-www-form-urlencoded', '{"a":1.10,"b":{"c":1.10}}', { value: { a: '1.10', b: { c: 1.1 } } }],
  ['multipart/form-data', '{"a":[1.10,2]}', { value: { a: ['1.10', 2] } }],
  ['application/xml', '{"a":1}', { value: { a: 1 } }],
  ['application/xml', '<a/>', { text: '<a/>' }],
  ['application/jsonl', '[1,2]', { value: [1, 2] }],
  ['application/jsonl', '{"a":1}', { text: '{"a":1}' }],
])('a body of %s is %s', (mediaType, body, want) => {
  expect(read('--type', mediaType, '--body', body).body).toEqual({ mediaType, ...want });
});
