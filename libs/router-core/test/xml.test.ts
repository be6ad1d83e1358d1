import { type JsonObject, readServiceModelText } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { createContract } from '../src/host/live-host.ts';
import { createService, type HandlerContext, type HandlerRegistry } from '../src/index.ts';
import { freePort } from './free-port.ts';

const pet: JsonObject = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'integer', xml: { attribute: true } },
    tags: { type: 'array', items: { type: 'string', xml: { name: 'tag' } }, xml: { wrapped: true } },
    next: { $ref: '#/components/schemas/Pet' },
  },
};

async function serve(handlers: object, example?: unknown) {
  const schema = { $ref: '#/components/schemas/Pet' };
  const media = { schema, ...(example === undefined ? {} : { example }) };
  const content = { 'application/xml': media, 'application/json': media };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    paths: {
      '/pet': {
        get: { operationId: 'getPet', responses: { '200': { description: 'A pet', content } } },
        put: {
          operationId: 'putPet',
          requestBody: { content },
          responses: { '200': { description: 'A pet', content } },
        },
      },
    },
    components: { schemas: { Pet: pet } },
  };
  const { model } = await readServiceModelText({ text: JSON.stringify(document), file: '/test/openapi.json' });
  if (model === undefined) throw new TypeError('unreadable');
  const registry = handlers as HandlerRegistry<HandlerContext>; // generated types are tested where they are generated
  return createService({ contract: createContract(model), handlers: registry });
}

const xml = { 'content-type': 'application/xml', accept: 'application/xml' };
const written = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;

describe('XML through a service', () => {
  const echo = { putPet: ({ body }: { readonly body: unknown }) => ({ status: 200, body }) };

  it('is a value for the handler, and XML or JSON again for the client', async () => {
    const service = await serve(echo);
    const sent = '<Pet id="7"><tags><tag>a</tag></tags><next id="8"/></Pet>';
    const answered = await service.fetch('/pet', { method: 'PUT', headers: xml, body: sent });
    expect([answered.status, answered.headers.get('content-type')]).toEqual([200, 'application/xml']);
    expect(await answered.text()).toBe(written(sent));
    const asJson = await service.fetch('/pet', {
      method: 'PUT',
      headers: { ...xml, accept: 'application/json' },
      body: sent,
    });
    expect(await asJson.json()).toEqual({ id: 7, tags: ['a'], next: { id: 8 } });
  });

  it('is checked against its schema, in both directions', async () => {
    const service = await serve({ ...echo, getPet: () => ({ status: 200, body: { tags: [] } }) });
    const refused = await service.fetch('/pet', { method: 'PUT', headers: xml, body: '<Pet><next/></Pet>' });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      errors: [
        { in: 'body', pointer: '/id', keyword: 'required' },
        { in: 'body', pointer: '/next/id', keyword: 'required' },
      ],
    });
    expect((await service.fetch('/pet', { headers: xml })).status).toBe(500);
  });

  const prefixes = Array.from({ length: 9_000 }, (_, index) => `xmlns:p${index}="u"`).join(' ');
  it.each([
    ['namespaces in each of many elements', `<Pet ${prefixes}>${'<b xmlns="v"/>'.repeat(9_900)}</Pet>`],
    [
      'attributes of one name in many namespaces',
      `<Pet ${Array.from({ length: 4_900 }, (_, index) => `xmlns:p${index}="u${index}" p${index}:a=""`).join(' ')}/>`,
    ],
    ['elements of one name that nobody declared', `<Pet>${'<b/>'.repeat(20_000)}</Pet>`],
  ])(
    'takes no more time than its octets are worth: %s',
    async (_name, body) => {
      const service = await serve(echo);
      const { url } = await service.listen({ port: await freePort(), host: '127.0.0.1' });
      const { status } = await fetch(`${url}/pet`, { method: 'PUT', headers: xml, body });
      await service.close();
      expect(status).toBe(400);
    },
    10_000,
  );

  it('may be written by the handler itself', async () => {
    const service = await serve({ getPet: () => ({ status: 200, body: '<pet/>' }) });
    expect(await (await service.fetch('/pet', { headers: xml })).text()).toBe('<pet/>');
  });

  it.each<[string, unknown, string]>([
    ['a value', { id: 3, tags: ['x'] }, written('<Pet id="3"><tags><tag>x</tag></tags></Pet>')],
    ['a document', '<Pet id="4"/>', '<Pet id="4"/>'],
  ])('is made of an example that is %s', async (_name, example, want) => {
    const service = await serve({}, example);
    const answered = await service.fetch('/pet', { headers: xml });
    expect([answered.headers.get('x-brrt-mock'), await answered.text()]).toEqual(['example', want]);
  });

  it('is made up from the schema where there is no example', async () => {
    const answered = await (await serve({})).fetch('/pet', { headers: xml });
    expect(answered.headers.get('x-brrt-mock')).toBe('generated');
    expect(await answered.text()).toMatch(/<Pet id="-?\d+"/);
  });
});
