import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { createService } from '../create-service.ts';
import { createContract } from '../host/live-host.ts';

const contract = (schema: string, type = 'application/problem+json'): string => `
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: OK }
        '404': { description: none, content: { '${type}': { schema: ${schema} } } }
        default: { description: other, content: { '${type}': { schema: ${schema} } } }
`;

async function problem(code: number, text: string): Promise<unknown> {
  const { model } = await readServiceModelText({ text, file: 'openapi.yaml' });
  if (model === undefined) throw new TypeError('the contract is wrong');
  const service = createService({ contract: createContract(model), handlers: {} });
  const answer = await service.fetch('/orders', { headers: { prefer: `code=${code}` } });
  expect(answer.status).toBe(code);
  return answer.json();
}

const declared =
  '{ type: object, properties: { type: { type: string, format: uri-reference }, title: { type: string }, status: { type: integer } } }';

it.each([404, 409, 503])('a made up problem has the status %d that it is sent with', async (code) => {
  const titles: Readonly<Record<number, string>> = { 404: 'Not Found', 409: 'Conflict', 503: 'Service Unavailable' };
  expect(await problem(code, contract(declared))).toEqual({ type: 'about:blank', title: titles[code], status: code });
});

it.each<[string, string, unknown]>([
  [
    'says what the contract shows of its members',
    '{ type: object, properties: { type: { type: string, example: urn:none }, title: { type: string, enum: [Lost] }, status: { type: integer, example: 400 } } }',
    { type: 'urn:none', title: 'Lost', status: 404 },
  ],
  [
    'has no members that the contract does not declare',
    '{ type: object, properties: { title: { type: string } } }',
    { title: 'Not Found' },
  ],
  [
    'is what its schema takes where that takes no such status',
    '{ type: object, required: [status], properties: { status: { const: 400 } } }',
    { status: 400 },
  ],
])('a made up problem %s', async (_name, schema, want) => {
  expect(await problem(404, contract(schema))).toEqual(want);
});

it('what is no problem document is made up as it was', async () => {
  expect(await problem(404, contract(declared, 'application/json'))).not.toMatchObject({ status: 404 });
});
