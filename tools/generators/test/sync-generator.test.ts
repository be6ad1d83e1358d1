import { expect, it } from 'vitest';
import clientGenerator from '../src/generators/client/generator.ts';
import handlerGenerator from '../src/generators/handler/generator.ts';
import serviceGenerator from '../src/generators/service/generator.ts';
import syncGenerator from '../src/generators/sync/generator.ts';
import { edit, filesBelow, librarySpec, libraryWorkspace } from './generator-tree.ts';

const contract = 'apps/library/openapi.yaml';
const generated = 'apps/library/src/generated/handlers.gen.ts';
const registry = 'apps/library/src/handlers/index.ts';

it('has nothing to do in a fresh workspace', async () => {
  const tree = await libraryWorkspace();
  const before = filesBelow(tree, '');
  expect(await syncGenerator(tree)).toEqual({});
  expect(filesBelow(tree, '')).toEqual(before);
});

it('repairs edited generated code and says which', async () => {
  const tree = await libraryWorkspace();
  const before = filesBelow(tree, '');
  edit(tree, 'apps/library/src/generated/types.gen.ts', ['readonly title: string', 'readonly title: number']);
  const { outOfSyncMessage, outOfSyncDetails } = await syncGenerator(tree);
  expect(outOfSyncMessage).toBe('Generated code does not follow its contract.');
  expect(outOfSyncDetails).toEqual(['apps/library/src/generated/types.gen.ts']);
  expect(filesBelow(tree, '')).toEqual(before);
});

it('writes the list of public operations once, and leaves it to its owner from then on', async () => {
  const tree = await libraryWorkspace();
  const list = 'apps/library/public-operations.txt';
  const before = tree.read(list, 'utf8');
  tree.delete(list);
  expect((await syncGenerator(tree)).outOfSyncDetails).toEqual([list]);
  expect(tree.read(list, 'utf8')).toBe(before);
  tree.write(list, 'GET /own\n');
  expect(await syncGenerator(tree)).toEqual({});
  expect(tree.read(list, 'utf8')).toBe('GET /own\n');
});

it('enters a new operation where the contract has it', async () => {
  const tree = await libraryWorkspace();
  edit(tree, contract, [
    '    delete:\n      operationId: removeBook',
    '    patch:\n      operationId: changeBook\n      responses: { 204: { description: Done } }\n    delete:\n      operationId: removeBook',
  ]);
  const { outOfSyncDetails } = await syncGenerator(tree);
  expect(tree.read(registry, 'utf8')).toContain(
    '  getBook: fromContract,\n  changeBook: fromContract,\n  removeBook: fromContract,\n',
  );
  expect(outOfSyncDetails?.join('\n')).toContain('changeBook answers from the contract until a handler is written');
  expect(await syncGenerator(tree)).toEqual({});
});

it.each([
  ['the same operationId', 'removeBook', 'removeBookDeleteBooksBookId'],
  ['an operationId for the same name', 'remove_book', 'removeBook'],
  ['an operationId for the same name in another case', 'REMOVEBOOK', 'removeBook'],
])('keeps a handler with its method and path when an operation comes before it with %s', async (_what, id, name) => {
  const tree = await libraryWorkspace();
  await handlerGenerator(tree, { service: 'library', operation: 'removeBook' });
  edit(tree, contract, [
    'paths:\n',
    `paths:\n  /0:\n    get:\n      operationId: ${id}\n      responses: { 204: { description: Done } }\n`,
  ]);
  await syncGenerator(tree);
  const text = tree.read(registry, 'utf8') ?? '';
  const file = `./${name === 'removeBook' ? 'remove-book' : 'remove-book-delete-books-book-id'}.ts`;
  expect(text).toContain(`import { ${name} } from '${file}';`);
  expect(text).toMatch(new RegExp(`^  ${name},$`, 'm'));
  expect(text.match(/fromContract,$/gm)).toHaveLength(5);
  expect(tree.read(`apps/library/src/handlers/${file}`, 'utf8')).toContain(`export async function ${name}(`);
  expect(await syncGenerator(tree)).toEqual({});
});

it('leaves every other line as it was when an operation comes', async () => {
  const tree = await libraryWorkspace();
  await serviceGenerator(tree, { name: 'shop', spec: librarySpec });
  await handlerGenerator(tree, { service: 'library', operation: 'removeBook' });
  await clientGenerator(tree, { service: 'library', for: 'shop', operations: 'getBook,addBook' });
  const before = filesBelow(tree, 'apps');
  const operation = (id: string) =>
    `    get:\n      operationId: ${id}\n      responses: { 204: { description: Done } }\n`;
  edit(tree, contract, ['paths:\n', `paths:\n  /0:\n${operation('aaa')}  /get/book:\n${operation('get')}`]);
  edit(tree, contract, ['components:\n', `  /zzz:\n${operation('zzz')}components:\n`]);
  await syncGenerator(tree);
  const after = filesBelow(tree, 'apps');
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(changed.sort()).toEqual(['apps/library/AGENTS.md', contract, generated, registry].sort());
  for (const path of changed) {
    const lines = (before[path] ?? '').split('\n');
    const kept = (after[path] ?? '').split('\n');
    expect(lines.filter((line) => !kept.includes(line))).toEqual([]);
  }
});

it('reports a vanished operation and deletes nothing', async () => {
  const tree = await libraryWorkspace();
  await handlerGenerator(tree, { service: 'library', operation: 'removeBook' });
  const handler = tree.read('apps/library/src/handlers/remove-book.ts', 'utf8');
  edit(tree, contract, [
    "    delete:\n      operationId: removeBook\n      responses:\n        '204': { description: Gone }\n",
    '',
  ]);
  const { outOfSyncDetails } = await syncGenerator(tree);
  expect(outOfSyncDetails?.join('\n')).toContain('the contract no longer has removeBook; nothing was deleted');
  expect(outOfSyncDetails?.join('\n')).toContain('apps/library/src/handlers/remove-book.ts');
  expect(tree.read('apps/library/src/handlers/remove-book.ts', 'utf8')).toBe(handler);
  expect(tree.read(registry, 'utf8')).toContain('removeBook,');
});

it('renames entry, file and export with the operationId, and keeps the body', async () => {
  const tree = await libraryWorkspace();
  await handlerGenerator(tree, { service: 'library', operation: 'getBook' });
  tree.write(
    'apps/library/src/handlers/get-book.ts',
    `import type { Context } from '../context.ts';
import type { GetBookRequest, GetBookResponse } from '../generated/handlers.gen.ts';

// getBook is asked most.
export function getBook({ path }: GetBookRequest, { log }: Context): GetBookResponse {
  log.info({ getBook: path.bookId }, 'GetBookRequest');
  return path.bookId < 1 ? { status: 404 } : retry(() => getBook({ path } as GetBookRequest, { log } as Context));
}
`,
  );
  edit(tree, contract, ['operationId: getBook', 'operationId: findBook']);
  const { outOfSyncDetails } = await syncGenerator(tree);
  expect(outOfSyncDetails?.join('\n')).toContain('getBook is now findBook, in src/handlers/find-book.ts');
  expect(tree.exists('apps/library/src/handlers/get-book.ts')).toBe(false);
  expect(
    tree.read('apps/library/src/handlers/find-book.ts', 'utf8'),
  ).toBe(`import type { Context } from '../context.ts';
import type { FindBookRequest, FindBookResponse } from '../generated/handlers.gen.ts';

// getBook is asked most.
export function findBook({ path }: FindBookRequest, { log }: Context): FindBookResponse {
  log.info({ getBook: path.bookId }, 'GetBookRequest');
  return path.bookId < 1 ? { status: 404 } : retry(() => findBook({ path } as FindBookRequest, { log } as Context));
}
`);
  expect(tree.read(registry, 'utf8')).toContain("import { findBook } from './find-book.ts';");
  expect(tree.read(registry, 'utf8')).toContain('  addBook: fromContract,\n  findBook,\n');
  expect(tree.read(registry, 'utf8')).not.toContain('getBook');
  expect(await syncGenerator(tree)).toEqual({});
});

it('renames an entry that has no handler yet', async () => {
  const tree = await libraryWorkspace();
  edit(tree, contract, ['operationId: list_books', 'operationId: browse']);
  await syncGenerator(tree);
  expect(tree.read(registry, 'utf8')).toContain('{\n  browse: fromContract,\n  addBook: fromContract,\n');
});

it('keeps comments and order that a developer gave to the registry', async () => {
  const tree = await libraryWorkspace();
  edit(tree, registry, [
    '  getBook: fromContract,\n',
    '  // The most used one.\n  getBook: (request, context) => ({ status: 404 }),\n',
  ]);
  edit(tree, contract, ['operationId: addBook', 'operationId: createBook']);
  await syncGenerator(tree);
  expect(tree.read(registry, 'utf8')).toContain(
    '  createBook: fromContract,\n  // The most used one.\n  getBook: (request, context) => ({ status: 404 }),\n',
  );
});

it('passes an operation on as long as the contract says so and nobody writes a handler', async () => {
  const tree = await libraryWorkspace();
  const before = filesBelow(tree, 'apps/library');
  const passed =
    'operationId: getBook\n      x-service: archive\n      x-brrtrouter-downstream-path: /v1/books/{bookId}';
  edit(tree, contract, ['operationId: getBook', passed]);
  const { outOfSyncDetails } = await syncGenerator(tree);
  expect(tree.read(registry, 'utf8')).toContain("import { fromContract, passThrough } from '@brrt/router-core';");
  expect(tree.read(registry, 'utf8')).toContain('  addBook: fromContract,\n  getBook: passThrough,\n');
  expect(tree.read(generated, 'utf8')).toContain('Context> | FromContract | PassThrough;\n');
  expect(outOfSyncDetails?.join('\n')).toContain('getBook is passed on to the service that the contract names');
  const service = tree.read('apps/library/src/service.ts', 'utf8');
  expect(service).toContain(`import { createGateway } from '@brrt/service-client';\nimport { authorize }`);
  expect(service).toContain(
    '    clients: {},\n    gateway: createGateway(contract.model, config, security.clientIdentity),\n',
  );
  expect(tree.read('apps/library/config.yaml', 'utf8')).toContain(
    `clients:\n  archive:\n    url: \${ARCHIVE_URL:-http://archive:8080}\n`,
  );
  expect(await syncGenerator(tree)).toEqual({});
  edit(tree, contract, [passed, 'operationId: getBook']);
  await syncGenerator(tree);
  expect(tree.read(registry, 'utf8')).toBe(before[registry.slice('apps/library/'.length)] ?? before[registry]);
  edit(tree, contract, ['operationId: getBook', passed]);
  await syncGenerator(tree);
  await handlerGenerator(tree, { service: 'library', operation: 'getBook' });
  expect(tree.read(registry, 'utf8')).toContain('  addBook: fromContract,\n  getBook,\n');
  expect(tree.read(registry, 'utf8')).not.toContain('passThrough');
  expect(await syncGenerator(tree)).toEqual({});
});

it('leaves a registry of another form alone and says so', async () => {
  const tree = await libraryWorkspace();
  tree.write(registry, 'export { handlers } from "../all-handlers.ts";\n');
  edit(tree, contract, ['operationId: addBook', 'operationId: createBook']);
  const { outOfSyncDetails } = await syncGenerator(tree);
  expect(outOfSyncDetails?.join('\n')).toContain('enter operations by hand');
  expect(tree.read(registry, 'utf8')).toBe('export { handlers } from "../all-handlers.ts";\n');
});

it('fails with every mistake of a broken contract', async () => {
  const tree = await libraryWorkspace();
  edit(tree, contract, ["$ref: '#/components/schemas/Person'", "$ref: '#/components/schemas/Nobody'"]);
  await expect(syncGenerator(tree)).rejects.toThrow(/apps\/library\/openapi\.yaml:\d+:\d+ /);
});

it('lets a client follow the operations that it names, and only those', async () => {
  const tree = await libraryWorkspace();
  await serviceGenerator(tree, { name: 'shop', spec: librarySpec });
  await clientGenerator(tree, { service: 'library', for: 'shop', operations: 'getBook' });
  const client = 'apps/shop/src/generated/clients/library.gen.ts';
  const before = tree.read(client, 'utf8');
  edit(tree, contract, ['Refused', 'Not taken']);
  edit(tree, contract, ['caption: { type: string }', 'caption: { type: string, maxLength: 9 }']);
  await syncGenerator(tree);
  expect(tree.read(client, 'utf8')).toBe(before);
  edit(tree, contract, ['title: { type: string }', 'title: { type: string, maxLength: 99 }']);
  const { outOfSyncDetails } = await syncGenerator(tree);
  expect(outOfSyncDetails).toContain(client);
  expect(tree.read(client, 'utf8')).toContain('"maxLength":99');
});

it('reports what a client names and the called contract no longer has', async () => {
  const tree = await libraryWorkspace();
  await serviceGenerator(tree, { name: 'shop', spec: librarySpec });
  await clientGenerator(tree, { service: 'library', for: 'shop', operations: 'getBook,addBook' });
  edit(tree, contract, ['operationId: getBook', 'operationId: findBook']);
  const { outOfSyncDetails } = await syncGenerator(tree);
  const command = 'npx nx g brrt:client library --for shop';
  expect(outOfSyncDetails?.join('\n')).toContain(
    `apps/shop names getBook of library, which its contract no longer has; ${command} lets go of that.`,
  );
  await clientGenerator(tree, { service: 'library', for: 'shop' });
  const client = tree.read('apps/shop/src/generated/clients/library.gen.ts', 'utf8');
  expect(client).toContain('brrt:client {"service":"library","operations":["addBook"]}');
});
