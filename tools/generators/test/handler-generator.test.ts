import { expect, it } from 'vitest';
import handlerGenerator from '../src/generators/handler/generator.ts';
import { edit, filesBelow, libraryWorkspace } from './generator-tree.ts';

const registry = 'apps/library/src/handlers/index.ts';

it('makes the file and enters it in the registry', async () => {
  const tree = await libraryWorkspace();
  await handlerGenerator(tree, { service: 'library', operation: 'list_books' });
  expect(tree.read('apps/library/src/handlers/list-books.ts', 'utf8')).toContain(
    'export async function listBooks(_request: ListBooksRequest, _context: Context): Promise<ListBooksResponse> {',
  );
  expect(tree.read(registry, 'utf8')).toContain("import { listBooks } from './list-books.ts';");
  expect(tree.read(registry, 'utf8')).toContain('{\n  listBooks,\n  addBook: fromContract,\n');
});

it('drops the import of fromContract with its last use', async () => {
  const tree = await libraryWorkspace();
  for (const operation of ['list_books', 'addBook', 'getBook', 'removeBook', 'putCover']) {
    await handlerGenerator(tree, { service: 'library', operation });
  }
  expect(tree.read(registry, 'utf8')).not.toContain('fromContract } from');
  expect(tree.read(registry, 'utf8')).toContain(
    '{\n  listBooks,\n  addBook,\n  getBook,\n  removeBook,\n  putCover,\n}',
  );
});

it('keeps a handler that is there', async () => {
  const tree = await libraryWorkspace();
  await handlerGenerator(tree, { service: 'library', operation: 'getBook' });
  edit(tree, 'apps/library/src/handlers/get-book.ts', ['throw new', '// mine\n  throw new']);
  const before = filesBelow(tree, '');
  await handlerGenerator(tree, { service: 'library', operation: 'getBook' });
  expect(filesBelow(tree, '')).toEqual(before);
});

it.each([
  ['an unknown service', { service: 'shop', operation: 'getBook' }, "no service 'shop': there are library"],
  ['an unknown operation', { service: 'library', operation: 'sell' }, "no operation 'sell'"],
])('refuses %s', async (_what, options, message) => {
  await expect(handlerGenerator(await libraryWorkspace(), options)).rejects.toThrow(message);
});
