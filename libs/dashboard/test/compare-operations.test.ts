import type { ServiceModel } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { compareOperations } from '../src/contract/compare-operations.ts';
import { readContractText } from './read-text.ts';

const base = `openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /items:
    get:
      operationId: listItems
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
      responses:
        '200':
          description: Items
          headers: { X-Total: { schema: { type: integer } } }
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Item' } } } }
    post:
      operationId: addItem
      security: [{ Key: [] }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }
      responses: { '201': { description: Made } }
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: X-Key }
    Token: { type: http, scheme: bearer }
  schemas:
    Item:
      type: object
      required: [name]
      properties:
        name: { type: string, maxLength: 10 }
        kind: { enum: [a, b] }
        parent: { $ref: '#/components/schemas/Item' }
`;

async function modelOf(text: string): Promise<ServiceModel> {
  const { model, findings } = await readContractText(text);
  if (model === undefined) throw new TypeError(JSON.stringify(findings));
  return model;
}

it.each<readonly [string, string, string, Readonly<Record<string, readonly string[]>>]>([
  ['nothing', 'title: Shop', 'title: Store', {}],
  ['a description', 'description: Items', 'description: All items', {}],
  ['a bound of a parameter', 'maximum: 100', 'maximum: 50', { listItems: ['query parameter limit: maximum 100 → 50'] }],
  [
    'a parameter that has to be there',
    'in: query,',
    'in: query, required: true,',
    { listItems: ['query parameter limit: required false → true'] },
  ],
  [
    'another parameter',
    'name: limit',
    'name: size',
    { listItems: ['query parameter size is new', 'query parameter limit is gone'] },
  ],
  [
    'a schema that two operations use, and that refers to itself',
    'maxLength: 10',
    'maxLength: 20',
    {
      listItems: ['response 200: application/json: /*/name maxLength 10 → 20'],
      addItem: ['body: application/json: /name maxLength 10 → 20'],
    },
  ],
  [
    'what is required and allowed',
    'required: [name]',
    'required: [kind]',
    {
      listItems: ['response 200: application/json: /* required +kind −name'],
      addItem: ['body: application/json: required +kind −name'],
    },
  ],
  [
    'a property more',
    '        kind:',
    '        size: { type: integer }\n        kind:',
    {
      listItems: ['response 200: application/json: /*/size is new'],
      addItem: ['body: application/json: /size is new'],
    },
  ],
  ['another security', '[{ Key: [] }]', '[{ Token: [] }, {}]', { addItem: ['security Key → Token or anonymous'] }],
  [
    'a body that has to be there',
    'requestBody: {',
    'requestBody: { required: true,',
    { addItem: ['body: required false → true'] },
  ],
  ['another status', "'201'", "'202'", { addItem: ['response 202 is new', 'response 201 is gone'] }],
  [
    'a header of a response',
    'X-Total',
    'X-Count',
    { listItems: ['response 200: header X-Count is new', 'response 200: header X-Total is gone'] },
  ],
  [
    'another path',
    '/items:',
    '/things:',
    { listItems: ['address GET /items → GET /things'], addItem: ['address POST /items → POST /things'] },
  ],
])('sees %s', async (_name, from, to, want) => {
  expect(base).toContain(from);
  const changes = compareOperations(await modelOf(base), await modelOf(base.replace(from, to)));
  expect(Object.fromEntries(changes.map(({ operation, details }) => [operation, details]))).toEqual(want);
  expect(changes.every(({ change }) => change === 'changed')).toBe(true);
});

it('sees operations that come and go', async () => {
  const other = base.replace('operationId: addItem', 'operationId: createItem');
  expect(compareOperations(await modelOf(base), await modelOf(other))).toEqual([
    { operation: 'createItem', change: 'added', details: ['POST /items'] },
    { operation: 'addItem', change: 'removed', details: ['POST /items'] },
  ]);
});

it('sees what goes over a WebSocket', async () => {
  const responses = "      responses:\n        '200':\n          description: Items\n";
  const live = (webSocket: string): string => base.replace(responses, `      x-websocket: ${webSocket}\n${responses}`);
  const details = async (before: string, after: string): Promise<readonly string[] | undefined> =>
    compareOperations(await modelOf(before), await modelOf(after))[0]?.details;
  const item = "{ $ref: '#/components/schemas/Item' }";
  expect(await details(base, live(`{ send: ${item} }`))).toEqual(['it is a WebSocket now']);
  expect(
    await details(
      live(`{ send: ${item}, receive: { type: string } }`),
      live(`{ send: ${item}, receive: { type: integer }, binary: [send], subprotocols: [v2] }`),
    ),
  ).toEqual([
    'subprotocols  → v2',
    expect.stringMatching(/^messages to receive: .*integer/),
    'messages to send: binary false → true',
  ]);
});
