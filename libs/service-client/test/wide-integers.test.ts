import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { clientSchemas, createClient } from '../src/index.ts';
import { type AnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';

const text = `
openapi: 3.1.0
info: { title: Wide, version: '1' }
x-brrt-int64: bigint
paths:
  /accounts/{id}:
    put:
      operationId: put
      parameters: [{ name: id, in: path, required: true, schema: { type: integer, format: int64 } }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } }
      responses:
        '200':
          description: What was sent
          headers: { x-id: { schema: { type: integer, format: int64 } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } }
components:
  schemas: { Account: { type: object, properties: { id: { type: integer, format: int64 }, note: { type: string } } } }
`;

it('integers without loss go out as digits and come back as bigints', async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-id': request.url?.split('/').at(-1) ?? '' });
    request.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { model } = await readServiceModelText({ text, file: 'wide.yaml' });
  if (model === undefined) throw new TypeError('The contract cannot be read');
  const { port } = server.address() as AddressInfo;
  const bindable = createClient<AnyClient>(
    { service: 'wide', contract: model, schemas: clientSchemas('wide', model) },
    { baseUrl: `http://127.0.0.1:${port}` },
  );
  try {
    const body = { id: 9_223_372_036_854_775_807n, note: 'x' };
    const client = bindable.bind(exchangeOf({}));
    const answer = await methodOf(client, 'put')({ path: { id: -9_007_199_254_740_993n }, body });
    expect(answer.body).toEqual(body);
    expect(answer.headers).toEqual({ 'x-id': -9_007_199_254_740_993n });
  } finally {
    await bindable.close();
    server.close();
  }
});
