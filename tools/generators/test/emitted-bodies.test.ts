import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { emitClient } from '../src/emit/emit-client.ts';
import { emitGenerated } from '../src/emit/emit-generated.ts';
import { typeCheck } from './type-check.ts';

const contract = `
openapi: 3.2.0
info: { title: Bodies, version: '1' }
paths:
  /items:
    post:
      operationId: streamItems
      requestBody:
        required: true
        content: { application/jsonl: { itemSchema: { $ref: '#/components/schemas/Item' } } }
      responses:
        '200':
          description: The same
          content: { application/json-seq: { itemSchema: { $ref: '#/components/schemas/Item' } } }
  /few:
    post:
      operationId: takeFew
      requestBody:
        required: true
        content:
          application/jsonl: { itemSchema: { $ref: '#/components/schemas/Item' }, schema: { type: array, items: { $ref: '#/components/schemas/Item' } } }
      responses: { '204': { description: Taken } }
  /events:
    get:
      operationId: watch
      responses: { '200': { description: Events, content: { text/event-stream: {} } } }
  /file:
    put:
      operationId: storeFile
      requestBody: { required: true, content: { image/*: {}, text/csv: { schema: { type: string, format: binary } } } }
      responses: { '200': { description: The same, content: { image/png: {} } } }
components:
  schemas:
    Item: { type: object, required: [id], properties: { id: { type: integer }, born: { type: string, readOnly: true } } }
`;

const cases: readonly (readonly [string, string, string | undefined])[] = [
  ['items of a request', reads('StreamItems', 'for await (const { id } of body) id.toFixed();'), undefined],
  ['what an item does not have', reads('StreamItems', 'for await (const item of body) item.born;'), "'born'"],
  ['a complete array', reads('TakeFew', 'body.map(({ id }) => id.toFixed());'), undefined],
  ['a generator of items', answers('StreamItems', '(async function* () { yield { id: 1 }; })()'), undefined],
  ['a generator of something else', answers('StreamItems', '(async function* () { yield { id: "1" }; })()'), 'number'],
  ['an array of items', answers('StreamItems', '[{ id: 1 }]'), undefined],
  [
    'a file that arrives',
    reads('StoreFile', 'void [body.mediaType, body.size?.toFixed(), (await body.bytes()).length, body.pipe];'),
    undefined,
  ],
  [
    'a file on disk',
    answers('StoreFile', '{ size: 1, stream: () => (async function* () { yield new Uint8Array(1); })() }'),
    undefined,
  ],
  ['a Blob', answers('StoreFile', 'new Blob([])'), undefined],
  ['no octets', answers('StoreFile', '{ size: 1 }'), 'stream'],
  ['events', answers('Watch', '[{ data: { any: 1 }, event: "tick" }, "text"]'), undefined],
  ['a call with items', calls('client.streamItems({ body: [{ id: 1 }] })'), undefined],
  ['a call with something else', calls('client.streamItems({ body: [1] })'), 'number'],
  [
    'the items of an answer',
    calls('for await (const { id } of (await client.streamItems({ body: [] })).body) id.toFixed()'),
    undefined,
  ],
  ['events that go on', calls('client.watch({ resume: true })'), undefined],
  ['items that do not', calls('client.streamItems({ body: [], resume: true })'), "'resume'"],
  ['the events of an answer', calls('for await (const { data } of (await client.watch()).body) data'), undefined],
];

function reads(operation: string, code: string): string {
  return `import type { ${operation}Request } from './src/generated/handlers.gen.ts';
export async function read({ body }: ${operation}Request) { ${code} }\n`;
}

function answers(operation: string, body: string): string {
  return `import type { ${operation}Response } from './src/generated/handlers.gen.ts';
export const answer: ${operation}Response = { status: 200, body: ${body} };\n`;
}

function calls(code: string): string {
  return `import type { BodiesClient } from './src/generated/clients/bodies.gen.ts';
export async function call(client: BodiesClient) { ${code}; }\n`;
}

it('bodies have the types of what arrives and what may be sent', async () => {
  const { model, diagnostics } = await readServiceModelText({ text: contract, file: 'openapi.yaml' });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  const files = {
    ...Object.fromEntries(emitGenerated(model, { service: 'bodies' }).map(({ path, text }) => [path, text])),
    'src/generated/clients/bodies.gen.ts': emitClient(model, { service: 'bodies', operations: 'all' }),
  };
  const written = cases.map(([, code], index) => [`case-${index}.ts`, code] as const);
  const errors = await typeCheck({ ...files, ...Object.fromEntries(written) });
  const found = cases.map(([name], index) => [name, errors.filter((error) => error.startsWith(`case-${index}.ts`))]);
  const wanted = cases.map(([name, , want]) => [name, want === undefined ? [] : [expect.stringContaining(want)]]);
  expect(found).toEqual(wanted);
  expect(errors.filter((error) => !error.startsWith('case-'))).toEqual([]);
});
