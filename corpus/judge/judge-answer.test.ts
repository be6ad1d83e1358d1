import { readServiceModelText } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../request/send-request.ts';
import { createJudge } from './judge-answer.ts';

const contract = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses:
        '200':
          description: a pet
          headers:
            X-Count: { required: true, schema: { type: integer } }
            X-Tags: { schema: { type: array, items: { enum: [big, small] } } }
          content:
            application/json: { schema: { $ref: '#/components/schemas/Pet' } }
            application/jsonl: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } }
            text/plain: { schema: { type: string, maxLength: 3 } }
        '204': { description: nothing }
        4XX: { $ref: '#/components/responses/Problem' }
components:
  responses:
    Problem: { description: a fault, content: { application/*: { schema: { required: [code] } } } }
  schemas:
    Pet:
      type: object
      required: [id, name, secret]
      additionalProperties: false
      properties:
        id: { type: integer, readOnly: true }
        name: { type: string }
        born: { type: string, format: date }
        secret: { type: string, writeOnly: true }
        parent: { $ref: '#/components/schemas/Pet' }
        friend: { allOf: [{ properties: { id: { type: integer, readOnly: true } } }, { required: [id] }] }
`;

const { model } = await readServiceModelText({ text: contract, file: 'pets.yaml' });
if (model === undefined) throw new TypeError('the contract of this test is broken');
const [operation] = model.operations;
if (operation === undefined) throw new TypeError('the contract of this test has no operation');
const judge = createJudge(model);

const fromContract = { 'x-brrt-mock': 'generated' };
const json = { ...fromContract, 'content-type': 'application/json', 'x-count': '1' };
const answer = (status: number, headers: Answer['headers'], body = ''): Answer => ({
  status,
  headers,
  body: Buffer.from(body),
});

describe('an answer', () => {
  it.each<[string, Answer, string | undefined]>([
    ['is right', answer(200, json, '{"id":1,"name":"Rex","parent":{"id":2,"name":"Ada"}}'), undefined],
    ['breaks its schema', answer(200, json, '{"id":1,"name":7}'), '/name breaks type'],
    [
      'breaks its schema deep inside',
      answer(200, json, '{"id":1,"name":"Rex","parent":{"id":2}}'),
      '/parent breaks required',
    ],
    ['breaks a format', answer(200, json, '{"id":1,"name":"Rex","born":"2024-02-30"}'), '/born breaks format'],
    ['has too much', answer(200, json, '{"id":1,"name":"Rex","more":1}'), 'breaks additionalProperties'],
    ['is no JSON', answer(200, json, '{'), 'cannot be read'],
    ['has no body', answer(200, json), 'cannot be read'],
    ['has another media type', answer(200, { ...json, 'content-type': 'application/xml' }, '<a/>'), 'not one of'],
    [
      'lacks a required header',
      answer(200, { ...json, 'x-count': undefined }, '{"id":1,"name":"Rex"}'),
      'X-Count is missing',
    ],
    [
      'has a header that does not fit',
      answer(200, { ...json, 'x-count': 'many' }, '{"id":1,"name":"Rex"}'),
      'X-Count: many does not fit',
    ],
    ['has a list in a header', answer(200, { ...json, 'x-tags': 'big,small' }, '{"id":1,"name":"Rex"}'), undefined],
    ['has a wrong list in a header', answer(200, { ...json, 'x-tags': 'big,huge' }, '{"id":1,"name":"Rex"}'), 'X-Tags'],
    [
      'has text that is too long',
      answer(200, { ...json, 'content-type': 'text/plain; charset=utf-8' }, 'long'),
      'breaks maxLength',
    ],
    [
      'has a line that is wrong',
      answer(200, { ...json, 'content-type': 'application/jsonl' }, '{"id":1,"name":"A"}\n{"id":1}\n'),
      '/1 breaks required',
    ],
    ['has content where none is', answer(204, fromContract, 'x'), 'has no content'],
    ['is empty', answer(204, fromContract), undefined],
    [
      'has a status of a range',
      answer(418, { ...json, 'content-type': 'application/problem+json' }, '{"code":1}'),
      undefined,
    ],
    [
      'breaks the schema of a range',
      answer(418, { ...json, 'content-type': 'application/problem+json' }, '{}'),
      'breaks required',
    ],
    ['has an undeclared status', answer(302, fromContract), 'declares no status 302'],
    [
      'is a refusal',
      answer(400, { 'content-type': 'application/problem+json' }, '{"code":"ERR_REQUEST_VALIDATION"}'),
      '400 ERR_REQUEST_VALIDATION',
    ],
    ['is a failure', answer(500, {}, 'oops'), '500 without a problem document'],
  ])('that %s', async (_behaviour, given, want) => {
    const fault = await judge.answer(operation, given);
    if (want === undefined) expect(fault).toBeUndefined();
    else expect(fault).toContain(want);
  });
});

it.each<[string, string, string | undefined]>([
  ['is right', '{"name":"Rex","secret":"s"}', undefined],
  ['is wrong', '{"name":"Rex","secret":1}', '/secret breaks type'],
  ['lacks what only responses have', '{"name":"Rex","secret":"s","friend":{"name":"Ada"}}', undefined],
  ['lacks what only requests have', '{"name":"Rex"}', 'breaks required'],
])('a request whose body %s', async (_behaviour, body, want) => {
  const request = { method: 'POST', target: '/pets', headers: ['content-type', 'application/json'], body };
  const fault = await judge.request(operation, request);
  if (want === undefined) expect(fault).toBeUndefined();
  else expect(fault).toContain(want);
});
