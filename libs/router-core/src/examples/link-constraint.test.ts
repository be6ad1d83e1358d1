import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { createService } from '../create-service.ts';
import { createContract } from '../host/live-host.ts';

const contract = (schema: string, parameters: string): string => `
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /orders:
    post:
      operationId: createOrder
      responses:
        '201':
          description: made
          content: { application/json: { schema: ${schema} } }
          links: { order: { operationId: getOrder, parameters: ${parameters} } }
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string, pattern: '^o-[0-9]{4}$' } }]
      responses: { '204': { description: OK } }
`;

it.each([
  [
    'a member',
    '{ type: object, properties: { id: { type: string } } }',
    "{ id: '$response.body#/id' }",
    /^\{"id":"o-\d{4}"\}$/,
  ],
  [
    'a member further in, by place and name',
    '{ type: object, properties: { data: { type: array, items: { type: object, properties: { id: { type: string } } } } } }',
    "{ path.id: '$response.body#/data/0/id' }",
    /^\{"data":\[\{"id":"o-\d{4}"\}\]\}$/,
  ],
  [
    'the body by its schema where that refuses it',
    '{ type: object, properties: { id: { const: other } } }',
    "{ id: '$response.body#/id' }",
    /^\{"id":"other"\}$/,
  ],
  [
    'nothing where the link takes it from the request',
    '{ type: object, required: [a], properties: { a: { const: 1 } } }',
    "{ id: '$request.query.id' }",
    /^\{"a":1\}$/,
  ],
])('a generated answer can be followed: %s', async (_name, schema, parameters, want) => {
  const { model } = await readServiceModelText({ text: contract(schema, parameters), file: 'openapi.yaml' });
  if (model === undefined) throw new TypeError('The contract cannot be read');
  const service = createService({ contract: createContract(model), handlers: {} });
  expect(await (await service.fetch('/orders', { method: 'POST' })).text()).toMatch(want);
});
