import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readServiceModel, type ServiceModel } from '@brrt/service-model';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitClient } from '../src/emit/emit-client.ts';
import { emitGenerated } from '../src/emit/emit-generated.ts';
import { emitHandler } from '../src/emit/emit-handler.ts';
import { emitService } from '../src/emit/emit-service.ts';
import { librarySpec } from './generator-tree.ts';
import { typeCheck } from './type-check.ts';

async function modelOf(file: string): Promise<ServiceModel> {
  const { model, diagnostics } = await readServiceModel(file);
  if (model === undefined)
    throw new TypeError(JSON.stringify(diagnostics.filter(({ severity }) => severity === 'error')));
  return model;
}

/** Everything that can be emitted from a contract: a service, a handler of each operation, a client. */
function everythingOf(model: ServiceModel): Record<string, string> {
  const files = emitService(model, { service: 'sample', port: 8080, contract: '', secret: () => 'key' });
  const handlers = model.operations.map(
    (each) => [`src/handlers/all/${each.name}.ts`, emitHandler(each).replaceAll("'../", "'../../")] as const,
  );
  return {
    ...Object.fromEntries(files.map(({ path, text }) => [path, text])),
    ...Object.fromEntries(handlers),
    'src/generated/clients/sample.gen.ts': emitClient(model, { service: 'sample', operations: 'all' }),
  };
}

// Real contracts, where they lie beside the repository.
const samples = join(import.meta.dirname, '../../../../shared/specs');
const contracts = [
  ...['brrtrouter-petstore.yaml', 'docker-engine-2.0.yaml', 'figma-3.1.yaml', 'openai-3.1.yaml', 'petstore-2.0.json'],
  ...[
    'petstore-3.0.yaml',
    'prometheus-3.2.yaml',
    'qdrant-3.0.json',
    'redocly-cafe-3.2.yaml',
    'redocly-museum-3.1.yaml',
  ],
  ...['twilio-v2010-3.0.json', 'uspto-3.0.json', 'camara-qod-3.0-multi/code/API_definitions/quality-on-demand.yaml'],
];

describe('what is emitted compiles', () => {
  it('for a contract with every kind of body', async () => {
    expect(await typeCheck(everythingOf(await modelOf(librarySpec)))).toEqual([]);
  });

  it.skipIf(!existsSync(samples)).each(contracts)('for %s', async (name) => {
    expect(await typeCheck(everythingOf(await modelOf(join(samples, name))))).toEqual([]);
  });
});

it('is the same, byte for byte, for the same contract', async () => {
  const [first, second] = await Promise.all([modelOf(librarySpec), modelOf(librarySpec)]);
  expect(everythingOf(first)).toEqual(everythingOf(second));
});

/** `code` in a handler of the library contract; the answer is what the compiler refuses. */
const rows: readonly (readonly [string, { readonly code: string; readonly want: string | undefined }])[] = [
  [
    'a declared status and body',
    {
      code: handler(
        'GetBook',
        "{ status: 200, contentType: 'application/json', body: { id: 1, title: 'Momo', kind: 'novel' } }",
      ),
      want: undefined,
    },
  ],
  ['a status without a body', { code: handler('GetBook', '{ status: 404 }'), want: undefined }],
  ['an undeclared status', { code: handler('GetBook', '{ status: 410 }'), want: '200 | 404' }],
  [
    'a body where none is declared',
    { code: handler('RemoveBook', "{ status: 204, body: 'gone' }"), want: 'undefined' },
  ],
  [
    'a body of another schema',
    { code: handler('AddBook', "{ status: 201, body: { id: 1, title: 'Momo', kind: 'play' } }"), want: 'play' },
  ],
  [
    'a body that lacks a required property',
    { code: handler('AddBook', "{ status: 201, body: { id: 1, title: 'Momo' } }"), want: 'kind' },
  ],
  [
    'an undeclared property',
    {
      code: handler('AddBook', "{ status: 201, body: { id: 1, title: 'Momo', kind: 'poem', price: 1 } }"),
      want: 'price',
    },
  ],
  [
    'a property that is only written',
    {
      code: handler('AddBook', "{ status: 201, body: { id: 1, title: 'Momo', kind: 'poem', shelfCode: 'A' } }"),
      want: 'shelfCode',
    },
  ],
  [
    'one of several media types without saying which',
    { code: handler('GetBook', "{ status: 200, body: 'Momo' }"), want: 'contentType' },
  ],
  [
    'the body of another media type',
    { code: handler('GetBook', "{ status: 200, contentType: 'text/plain', body: { id: 1 } }"), want: 'string' },
  ],
  ['a status of a declared range', { code: handler('AddBook', '{ status: 422 }'), want: undefined }],
  ['an exact status with the body of its range', { code: handler('AddBook', '{ status: 409 }'), want: 'body' }],
  [
    'any other status by default',
    { code: handler('ListBooks', "{ status: 503, body: { title: 'Closed' } }"), want: undefined },
  ],
  [
    'an exact status with the body of the default',
    {
      code: handler('ListBooks', "{ status: 200, headers: { 'X-Total': 1 }, body: { title: 'Closed' } }"),
      want: "'title'",
    },
  ],
  [
    'a response without its required header',
    { code: handler('ListBooks', '{ status: 200, body: [] }'), want: 'headers' },
  ],
  ['octets for an image', { code: handler('PutCover', '{ status: 200, body: new Uint8Array() }'), want: undefined }],
  ['a parameter with a default', { code: reader('ListBooks', 'query.limit.toFixed()'), want: undefined }],
  ['an optional parameter unasked', { code: reader('ListBooks', "query['author-name'].length"), want: 'possibly' }],
  ['a required header', { code: reader('ListBooks', "headers['X-Reader'].length"), want: undefined }],
  ['an undeclared parameter', { code: reader('ListBooks', 'query.page'), want: "'page'" }],
  ['a property of the body that is only read', { code: reader('AddBook', 'body.id'), want: "'id'" }],
  [
    'a property of the body that is only written',
    { code: reader('AddBook', 'body.shelfCode?.length'), want: undefined },
  ],
  [
    'a file of a multipart body',
    { code: reader('PutCover', 'body.image.size + body.caption.length'), want: undefined },
  ],
  ['an optional list of files', { code: reader('PutCover', 'body.thumbnails?.[0]?.filename'), want: undefined }],
  [
    'parts by their place, octets in any form',
    {
      code: handler(
        'PutCover',
        "{ status: 202, contentType: 'multipart/mixed', body: [{ id: 1, title: 'Momo', kind: 'novel' }, new Blob([])] }",
      ),
      want: undefined,
    },
  ],
  [
    'a part of another schema',
    {
      code: handler('PutCover', "{ status: 202, contentType: 'multipart/mixed', body: [{ id: 1, title: 'Momo' }] }"),
      want: 'kind',
    },
  ],
  [
    'a file that a client sends with headers',
    {
      code: call("{ image: new SentPart(new Uint8Array(), { headers: { 'X-Width': 3 } }), caption: 'x' }"),
      want: undefined,
    },
  ],
  ['a part that a client leaves out', { code: call('{ image: new Blob([]) }'), want: 'caption' }],
  ['a number for a file', { code: call("{ image: 3, caption: 'x' }"), want: 'number' }],
  [
    'parts that a client receives',
    {
      code: answer('answer.status === 202 ? [answer.body[0]?.title.length, answer.body[1]?.filename] : answer.body'),
      want: undefined,
    },
  ],
  ['a change of the request', { code: reader('GetBook', '{ path.bookId = 2; }'), want: 'read-only' }],
];

function handler(operation: string, result: string): string {
  return `import type { ${operation}Response } from './src/generated/handlers.gen.ts';\nexport const result: ${operation}Response = ${result};\n`;
}

function call(body: string): string {
  return `import { SentPart } from '@brrt/router-core/ports';
import type { PutCoverCall } from './src/generated/clients/library.gen.ts';
void SentPart;
export const call: PutCoverCall = { path: { bookId: 1 }, body: ${body} };
`;
}

function answer(expression: string): string {
  return `import type { PutCoverAnswer } from './src/generated/clients/library.gen.ts';
export const read = (answer: PutCoverAnswer): unknown => ${expression};
`;
}

function reader(operation: string, expression: string): string {
  return `import type { ${operation}Request } from './src/generated/handlers.gen.ts';
export function read({ path, query, headers, cookies, body }: ${operation}Request): unknown {
  void [path, query, headers, cookies, body];
  ${expression.startsWith('{') ? `${expression} return 0;` : `return ${expression};`}
}
`;
}

describe('the types of a contract', () => {
  let errors: readonly string[] = [];
  beforeAll(async () => {
    const model = await modelOf(librarySpec);
    const files = emitGenerated(model, { service: 'library' }).map(({ path, text }) => [path, text] as const);
    const client = {
      'src/generated/clients/library.gen.ts': emitClient(model, { service: 'library', operations: 'all' }),
    };
    const cases = rows.map(([, { code }], index) => [`case-${index}.ts`, code] as const);
    errors = await typeCheck({ ...client, ...Object.fromEntries([...files, ...cases]) });
  });

  it.each(rows.map(([name, { want }], index) => [want === undefined ? 'admit' : 'refuse', name, index, want] as const))(
    '%s %s',
    (_verb, _name, index, want) => {
      const found = errors.filter((error) => error.startsWith(`case-${index}.ts`));
      if (want === undefined) expect(found).toEqual([]);
      else expect(found.join('\n')).toContain(want);
    },
  );

  it('refuse a registry that lacks an operation', async () => {
    const files = Object.fromEntries(
      emitService(await modelOf(librarySpec), { service: 'library', port: 1, contract: '', secret: () => 'key' }).map(
        ({ path, text }) => [path, text],
      ),
    );
    const registry = files['src/handlers/index.ts'] ?? '';
    const found = await typeCheck({
      ...files,
      'src/handlers/index.ts': registry.replace('  getBook: fromContract,\n', ''),
    });
    expect(found.join('\n')).toContain("'getBook' is missing");
  });
});
