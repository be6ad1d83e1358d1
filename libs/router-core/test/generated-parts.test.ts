import { describe, expect, it } from 'vitest';
import { generateRequest } from '../src/examples/index.ts';
import type { UploadedFile } from '../src/index.ts';
import { SentPart } from '../src/ports/index.ts';
import { hosts, start } from './body-service.ts';

const headers =
  '{ X-Rate: { required: true, schema: { type: integer, minimum: 7, maximum: 7 } }, X-Note: { schema: { type: string, maxLength: 3 } } }';
const form = `
              type: object
              required: [photo, files, meta, point, listed]
              properties:
                photo: { type: string, format: binary, minLength: 100 }
                files: { type: array, minItems: 2, items: { contentMediaType: image/png } }
                meta: { type: object, required: [a], properties: { a: { const: 1 } } }
                point: { type: object, required: [x, y], properties: { x: { const: 1 }, y: { const: b } } }
                listed: { type: array, minItems: 2, items: { const: c } }
            encoding:
              photo: { headers: ${headers} }
              point: { style: form, explode: false }
              listed: { style: pipeDelimited, explode: false }`;
const text = `
openapi: 3.2.0
info: { title: Parts, version: '1' }
paths:
  /form:
    post:
      operationId: takeForm
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:${form}
      responses: { '200': { description: Yes, content: { application/json: {} } } }
    get:
      operationId: giveForm
      responses:
        '200':
          description: Parts
          content:
            multipart/form-data:
              schema:${form.replaceAll('\n', '\n  ')}
  /mixed:
    post:
      operationId: takeMixed
      requestBody:
        required: true
        content:
          multipart/mixed:
            schema: { type: array, minItems: 2, prefixItems: [{ const: { a: 1 } }], items: { type: string } }
            prefixEncoding: [{}]
            itemEncoding: { headers: ${headers} }
      responses: { '200': { description: Yes, content: { application/json: {} } } }
  /items:
    post:
      operationId: takeItems
      requestBody: { required: true, content: { multipart/mixed: { itemSchema: { const: { a: 1 } } } } }
      responses: { '200': { description: Yes, content: { application/json: {} } } }
`;

interface FormBody {
  readonly photo: UploadedFile;
  readonly files: readonly UploadedFile[];
}

describe.each(hosts)('parts that the contract describes, %s', (_host, contractOf) => {
  it.each([
    [
      'takeForm',
      {
        meta: { a: 1 },
        point: { x: 1, y: 'b' },
        listed: ['c', 'c'],
        photo: 100,
        rate: 7,
        types: ['image/png', 'image/png'],
      },
    ],
    ['takeMixed', [{ a: 1 }, expect.any(String)]],
    ['takeItems', [{ a: 1 }, { a: 1 }]],
  ])('are generated so that %s takes them, headers included', async (id, want) => {
    const contract = await contractOf(text);
    await using service = await start(contract, {
      takeForm({ body }: { body: FormBody }) {
        const { photo, files, ...rest } = body;
        const types = files.map(({ mediaType }) => mediaType);
        return { status: 200, body: { ...rest, photo: photo.size, rate: photo.headers['X-Rate'], types } };
      },
      takeMixed: ({ body }: { body: unknown }) => ({ status: 200, body }),
      async takeItems({ body }: { body: AsyncIterable<unknown> }) {
        const items: unknown[] = [];
        for await (const item of body) items.push(item);
        return { status: 200, body: items };
      },
    });
    const operation = contract.model.operations.find((each) => each.id === id);
    if (operation === undefined) throw new TypeError('no such operation');
    const made = generateRequest(operation, contract.model, { schemas: contract.schemas });
    if ('missing' in made) throw new TypeError(made.missing);
    const { method, target, body, headers: flat } = made.request;
    const response = await fetch(service.url + target, {
      method,
      body: Buffer.from(body ?? ''),
      headers: { 'content-type': flat[1] ?? '' },
    });
    expect([response.status, await response.json()]).toEqual([200, want]);
  });

  it('are answered from the contract', async () => {
    await using service = await start(await contractOf(text), {});
    const response = await fetch(`${service.url}/form`);
    expect(response.status).toBe(200);
    const body = await response.text();
    expect(body).toMatch(/X-Rate: 7\r\n/);
    expect(body).toMatch(/name="point"\r\n\r\nx,1,y,b\r\n/);
  });

  const photo = Buffer.alloc(100);
  const rest = { files: [photo, photo], meta: { a: 1 }, point: { x: 1, y: 'b' }, listed: ['c', 'c'] };
  it.each([
    ['as they are described', { 'X-Rate': 7, 'X-Note': 'abc' }, 200],
    ['without a required one', { 'X-Note': 'abc' }, 500],
    ['with one that is too large', { 'X-Rate': 8 }, 500],
    ['with one that is too long', { 'X-Rate': 7, 'X-Note': 'abcd' }, 500],
  ])('leave with headers %s, or not at all', async (_name, given, status) => {
    const giveForm = () => ({ status: 200, body: { ...rest, photo: new SentPart(photo, { headers: given }) } });
    await using service = await start(await contractOf(text), { giveForm });
    const response = await fetch(`${service.url}/form`);
    expect(response.status).toBe(status);
    if (status === 500) expect(await response.json()).toMatchObject({ code: 'ERR_RESPONSE_VALIDATION' });
  });
});
