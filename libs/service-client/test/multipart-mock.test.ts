import { createService } from '@brrt/router-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSchemas, createClient } from '../src/index.ts';
import { type AnyClient, methodOf } from './call.ts';
import { contractOf } from './echo-service.ts';
import { exchangeOf } from './exchange.ts';

const pet = {
  type: 'object',
  required: ['name', 'age'],
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
};
const report = {
  type: 'object',
  required: ['title', 'pet', 'scan'],
  properties: { title: { type: 'string', minLength: 3 }, pet, scan: { type: 'string', format: 'binary' } },
};

const content = {
  generated: { 'multipart/form-data': { schema: report } },
  shown: {
    'multipart/form-data': {
      schema: report,
      examples: {
        broken: { value: { title: 'x' } },
        whole: { value: { title: 'As shown', pet: { name: 'Rex', age: 3 }, scan: 'octets' } },
      },
    },
  },
  list: { 'multipart/mixed': { schema: { type: 'array', minItems: 2, items: pet }, itemEncoding: {} } },
  items: { 'multipart/mixed': { itemSchema: pet, itemEncoding: { contentType: 'application/json' } } },
};

const document = {
  openapi: '3.2.0',
  info: { title: 'Parts without code', version: '1' },
  paths: Object.fromEntries(
    Object.entries(content).map(([name, each]) => [
      `/${name}`,
      { get: { operationId: name, responses: { 200: { description: 'Parts', content: each } } } },
    ]),
  ),
};

describe('multipart answers of operations without a handler', () => {
  const opened: { close(): Promise<unknown> }[] = [];
  let client: AnyClient;
  beforeAll(async () => {
    const contract = await contractOf(document);
    const service = createService({ contract, handlers: {} });
    const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
    const schemas = clientSchemas('parts', contract.model);
    const bindable = createClient<AnyClient>({ service: 'parts', contract: contract.model, schemas }, { baseUrl: url });
    client = bindable.bind(exchangeOf());
    opened.push(bindable, service);
  });
  afterAll(async () => {
    for (const each of opened) await each.close();
  });

  const answered = async (operation: string) => (await methodOf(client, operation)({})).body;

  it('are made of the schema, and read by a client that checks them', async () => {
    expect(await answered('generated')).toMatchObject({
      title: expect.stringMatching(/^.{3,}$/su),
      pet: { name: expect.any(String), age: expect.any(Number) },
      scan: { mediaType: 'application/octet-stream' },
    });
  });

  it('are the first example that is valid', async () => {
    const shown = await answered('shown');
    expect(shown).toMatchObject({ title: 'As shown', pet: { name: 'Rex', age: 3 } });
    const { scan } = shown as { readonly scan: { text(): Promise<string> } };
    expect(await scan.text()).toBe('octets');
  });

  it('are lists, and items', async () => {
    expect(await answered('list')).toEqual([expect.objectContaining({ age: expect.any(Number) }), expect.anything()]);
    const items: unknown[] = [];
    for await (const item of (await answered('items')) as AsyncIterable<unknown>) items.push(item);
    expect(items).toEqual([expect.objectContaining({ age: expect.any(Number) }), expect.anything()]);
  });
});
