import { describe, expect } from 'vitest';
import { field } from './support/field.ts';
import { answer, serve } from './support/serve.ts';
import { since32 } from './support/versions.ts';

const text = { type: 'string' };

/** What a handler understands of an XML body, and what `GET /a` answers when its handler returns that again. */
async function roundTrip(
  openapi: string,
  schema: object,
  sent: string,
): Promise<readonly [value: unknown, xml: string]> {
  const content = { 'application/xml': { schema } };
  let value: unknown;
  const take = ({ body }: { readonly body: unknown }) => {
    value = body;
    return { status: 204 };
  };
  const document = {
    openapi,
    paths: {
      '/a': {
        post: { operationId: 'take', requestBody: { content }, responses: { '204': { description: 'Taken' } } },
        get: { operationId: 'give', responses: { '200': { description: 'Given', content } } },
      },
    },
  };
  const { ask } = await serve(document, { handlers: { take, give: () => ({ status: 200, body: value }) } });
  const taken = await ask('POST /a', { body: sent, headers: { 'content-type': 'application/xml' } });
  expect(taken.status, await taken.text()).toBe(204);
  const [status, xml] = await answer(await ask('GET /a'));
  expect(status).toBe(200);
  return [value, String(xml).replace(/^<\?xml[^>]*\?>\s*/, '')];
}

describe('XML Object', () => {
  field('XML.name', async (openapi) => {
    const schema = { type: 'object', xml: { name: 'pet' }, properties: { label: { ...text, xml: { name: 'n' } } } };
    const sent = '<pet><n>Rex</n></pet>';
    expect(await roundTrip(openapi, schema, sent)).toEqual([{ label: 'Rex' }, sent]);
  });

  field('XML.attribute', async (openapi) => {
    const id = { type: 'integer', xml: { attribute: true } };
    const schema = { type: 'object', xml: { name: 'pet' }, properties: { id } };
    expect((await roundTrip(openapi, schema, '<pet id="7"/>'))[0]).toEqual({ id: 7 });
    expect((await roundTrip(openapi, schema, '<pet id="7"></pet>'))[1]).toMatch(/^<pet id="7"\s*(\/>|><\/pet>)$/);
  });

  field('XML.wrapped', async (openapi) => {
    const tags = { type: 'array', xml: { name: 'tags', wrapped: true }, items: { ...text, xml: { name: 'tag' } } };
    const schema = { type: 'object', xml: { name: 'pet' }, properties: { tags } };
    const sent = '<pet><tags><tag>a</tag><tag>b</tag></tags></pet>';
    expect(await roundTrip(openapi, schema, sent)).toEqual([{ tags: ['a', 'b'] }, sent]);
  });

  field('XML.namespace', async (openapi) => {
    const schema = {
      type: 'object',
      xml: { name: 'pet', namespace: 'urn:pets' },
      properties: { name: { ...text, xml: { namespace: 'urn:pets' } } },
    };
    // The prefix is the sender's choice (XML Namespaces §4).
    const [value, xml] = await roundTrip(openapi, schema, '<p:pet xmlns:p="urn:pets"><p:name>Rex</p:name></p:pet>');
    expect(value).toEqual({ name: 'Rex' });
    expect(xml).toContain('xmlns="urn:pets"');
  });

  field('XML.prefix', async (openapi) => {
    const own = { namespace: 'urn:pets', prefix: 'pets' };
    const schema = { type: 'object', xml: { name: 'pet', ...own }, properties: { name: { ...text, xml: own } } };
    const sent = '<pets:pet xmlns:pets="urn:pets"><pets:name>Rex</pets:name></pets:pet>';
    expect(await roundTrip(openapi, schema, sent)).toEqual([{ name: 'Rex' }, sent]);
  });

  field(
    'XML.nodeType',
    async (openapi) => {
      const properties = {
        id: { type: 'integer', xml: { nodeType: 'attribute' } },
        text: { ...text, xml: { nodeType: 'text' } },
      };
      const schema = { type: 'object', xml: { name: 'note' }, properties };
      const sent = '<note id="7">hello</note>';
      expect(await roundTrip(openapi, schema, sent)).toEqual([{ id: 7, text: 'hello' }, sent]);
    },
    since32,
  );
});
