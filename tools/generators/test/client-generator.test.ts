import { logger, type Tree } from '@nx/devkit';
import { describe, expect, it, vi } from 'vitest';
import clientGenerator from '../src/generators/client/generator.ts';
import serviceGenerator from '../src/generators/service/generator.ts';
import syncGenerator from '../src/generators/sync/generator.ts';
import { edit, filesBelow, librarySpec, libraryWorkspace } from './generator-tree.ts';

const client = 'apps/shop/src/generated/clients/library.gen.ts';

async function twoServices(): Promise<Tree> {
  const tree = await libraryWorkspace();
  await serviceGenerator(tree, { name: 'shop', spec: librarySpec });
  return tree;
}

it('makes a client of all operations and wires it into the caller', async () => {
  const tree = await twoServices();
  await clientGenerator(tree, { service: 'library', for: 'shop' });
  expect(tree.read(client, 'utf8')).toContain('export interface LibraryClient {');
  expect(tree.read(client, 'utf8')).toContain('  putCover(request: PutCoverCall): Promise<PutCoverAnswer>;');
  expect(tree.read('apps/shop/src/context.ts', 'utf8')).toContain(
    'export type Clients = {\n  readonly library: LibraryClient;\n};',
  );
  expect(tree.read('apps/shop/src/context.ts', 'utf8')).toContain(
    "import type { LibraryClient } from './generated/clients/library.gen.ts';",
  );
  expect(tree.read('apps/shop/src/service.ts', 'utf8')).toContain(
    'library: connectLibrary(config, security.clientIdentity)',
  );
  expect(tree.read('apps/shop/src/service.ts', 'utf8')).toContain(
    "import { connectLibrary } from './generated/clients/library.gen.ts';",
  );
});

it('says in the configuration where the service is and how to be let in', async () => {
  const tree = await twoServices();
  await clientGenerator(tree, { service: 'library', for: 'shop' });
  const key = /key: (\S+)/.exec(tree.read('apps/library/config.development.yaml', 'utf8') ?? '')?.[1];
  expect(tree.read('apps/shop/config.yaml', 'utf8')).toContain(
    `clients:\n  library:\n    url: \${LIBRARY_URL:-http://localhost:8080}`,
  );
  expect(tree.read('apps/shop/config.yaml', 'utf8')).toContain('# rate_limit:');
  expect(tree.read('apps/shop/config.development.yaml', 'utf8')).toContain(
    `clients:\n  library:\n    credentials:\n      ReaderCard: ${key}`,
  );
});

it('gives each credential a variable of its own in production, whatever the schemes are called', async () => {
  const tree = await twoServices();
  const development = 'apps/library/config.development.yaml';
  tree.write(development, `${tree.read(development, 'utf8')}    reader_card: { key: another-key-for-readers }\n`);
  tree.write('apps/shop/config.production.yaml', `tls: { key_file: "\${LIBRARY_READER_CARD_2}" }\n`);
  await clientGenerator(tree, { service: 'library', for: 'shop' });
  expect(tree.read('apps/shop/config.production.yaml', 'utf8')).toContain(
    `    credentials:\n      ReaderCard: \${LIBRARY_READER_CARD}\n      reader_card: \${LIBRARY_READER_CARD_3}\n`,
  );
});

it('changes nothing when it runs again', async () => {
  const tree = await twoServices();
  await clientGenerator(tree, { service: 'library', for: 'shop', operations: 'getBook' });
  const before = filesBelow(tree, '');
  await clientGenerator(tree, { service: 'library', for: 'shop', operations: 'getBook' });
  expect(filesBelow(tree, '')).toEqual(before);
});

it('refuses an operation that there is not, of a client that has all', async () => {
  const tree = await twoServices();
  await clientGenerator(tree, { service: 'library', for: 'shop' });
  await expect(clientGenerator(tree, { service: 'library', for: 'shop', operations: 'getBok' })).rejects.toThrow(
    "has no operation 'getBok'. Did you mean 'getBook'?",
  );
});

it('carries only what the named operations need', async () => {
  const tree = await twoServices();
  await clientGenerator(tree, { service: 'library', for: 'shop', operations: 'removeBook' });
  const text = tree.read(client, 'utf8') ?? '';
  expect(text).toContain('removeBook(request: RemoveBookCall)');
  expect(text).not.toContain('addBook');
  expect(text).not.toContain('Person');
});

it('adds operations to those that the client has', async () => {
  const tree = await twoServices();
  await clientGenerator(tree, { service: 'library', for: 'shop', operations: 'getBook' });
  await clientGenerator(tree, { service: 'library', for: 'shop', operations: 'list_books' });
  expect(tree.read(client, 'utf8')).toContain(
    '// brrt:client {"service":"library","operations":["getBook","listBooks"]}',
  );
});

it('keeps imports in order and sections apart when clients come one by one', async () => {
  const tree = await twoServices();
  await serviceGenerator(tree, { name: 'archive', spec: librarySpec });
  await clientGenerator(tree, { service: 'library', for: 'shop' });
  await clientGenerator(tree, { service: 'archive', for: 'shop' });
  const context = tree.read('apps/shop/src/context.ts', 'utf8') ?? '';
  expect(context.indexOf('archive.gen.ts')).toBeLessThan(context.indexOf('library.gen.ts'));
  expect(tree.read('apps/shop/src/service.ts', 'utf8')).toContain(
    'archive: connectArchive(config, security.clientIdentity),',
  );
  expect(tree.read('apps/shop/config.yaml', 'utf8')).toMatch(
    /^port: \d+\n\nclients:\n {2}library:\n.*\n {2}archive:\n/,
  );
});

it('keeps what the configuration says about a client already', async () => {
  const tree = await twoServices();
  const config = 'port: 8081 # ours\nclients:\n  library: { url: "http://books" }\n';
  tree.write('apps/shop/config.yaml', config);
  await clientGenerator(tree, { service: 'library', for: 'shop' });
  expect(tree.read('apps/shop/config.yaml', 'utf8')).toBe(config);
});

it.each([
  ['an unknown service', { service: 'books', for: 'shop' }, "no service 'books': there are library, shop"],
  ['an unknown caller', { service: 'library', for: 'store' }, "no service 'store'"],
  ['itself', { service: 'shop', for: 'shop' }, 'does not need a client of itself'],
  [
    'an unknown operation',
    { service: 'library', for: 'shop', operations: 'sell' },
    "no operation 'sell'. It has list_books, addBook",
  ],
])('refuses %s', async (_what, options, message) => {
  await expect(clientGenerator(await twoServices(), options)).rejects.toThrow(message);
});

it('says what is left to do where the files have another form', async () => {
  const tree = await twoServices();
  tree.write('apps/shop/src/service.ts', 'export const nothing = 1;\n');
  const warn = vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
  const done = await clientGenerator(tree, { service: 'library', for: 'shop' });
  await done();
  const text = warn.mock.calls.flat().join('\n');
  warn.mockRestore();
  expect(text).toContain('give createService `clients: { library: connectLibrary(config) }`');
  expect(tree.read('apps/shop/src/service.ts', 'utf8')).toBe('export const nothing = 1;\n');
});

describe('on fetch', () => {
  const page = 'apps/web/src/generated/clients/library';

  async function withPage(): Promise<Tree> {
    const tree = await twoServices();
    tree.write('apps/web/tsconfig.json', '{}');
    return tree;
  }

  it('makes a client, its checks and its places for an app that is no service', async () => {
    const tree = await withPage();
    await clientGenerator(tree, { service: 'library', for: 'web', runtime: 'fetch', operations: 'getBook' });
    expect(tree.read(`${page}.gen.ts`, 'utf8')).toContain(
      '// brrt:client {"service":"library","operations":["getBook"],"runtime":"fetch"}',
    );
    expect(tree.read(`${page}.gen.ts`, 'utf8')).toContain(
      'export const getBook: $runtime.Operation<GetBookCall, GetBookAnswer>',
    );
    expect(tree.read(`${page}/checks.gen.ts`, 'utf8')).toContain('export const getBook: runtime.ResponseChecks = {');
    expect(tree.read(`${page}/places.gen.ts`, 'utf8')).toContain('export const explain: Explain = ');
    expect(tree.exists('apps/web/config.yaml')).toBe(false);
  });

  it('remembers what was chosen', async () => {
    const tree = await withPage();
    await clientGenerator(tree, { service: 'library', for: 'web', runtime: 'fetch', operations: 'getBook' });
    const before = filesBelow(tree, '');
    await clientGenerator(tree, { service: 'library', for: 'web', runtime: 'fetch' });
    expect(filesBelow(tree, '')).toEqual(before);
    await clientGenerator(tree, { service: 'library', for: 'shop' });
    await expect(clientGenerator(tree, { service: 'library', for: 'shop', runtime: 'fetch' })).rejects.toThrow(
      'has a client of library on undici already',
    );
  });

  it('follows its contract with nx sync, and stays as it is when other operations change', async () => {
    const tree = await withPage();
    await clientGenerator(tree, { service: 'library', for: 'web', runtime: 'fetch', operations: 'getBook' });
    const before = filesBelow(tree, 'apps/web');
    const contract = 'apps/library/openapi.yaml';
    edit(tree, contract, ['operationId: removeBook', 'operationId: discardBook']);
    await syncGenerator(tree);
    expect(filesBelow(tree, 'apps/web')).toEqual(before);
    edit(tree, contract, ['operationId: getBook', 'summary: One book\n      operationId: getBook']);
    expect((await syncGenerator(tree)).outOfSyncDetails).toContain(`${page}.gen.ts`);
    expect(tree.read(`${page}.gen.ts`, 'utf8')).toContain('One book');
  });

  it('makes a package of its own, whose files are its owner’s but for the generated ones', async () => {
    const tree = await twoServices();
    const options = { service: 'library', package: '@acme/library-client' };
    await clientGenerator(tree, options);
    const folder = 'packages/library-client';
    expect(JSON.parse(tree.read(`${folder}/package.json`, 'utf8') ?? '')).toMatchObject({
      name: '@acme/library-client',
      sideEffects: false,
      exports: { './checks': { types: './dist/checks.d.ts', default: './dist/checks.js' } },
    });
    tree.write(`${folder}/src/index.ts`, 'export {};\n');
    await clientGenerator(tree, options);
    expect(tree.read(`${folder}/src/index.ts`, 'utf8')).toBe('export {};\n');
  });

  it.each([
    ['nobody to call it', { service: 'library' }, 'Say who calls the service'],
    ['two to call it', { service: 'library', for: 'shop', package: 'x' }, 'Say who calls the service'],
    [
      'an app that is not there',
      { service: 'library', for: 'nowhere', runtime: 'fetch' },
      'There is no folder apps/nowhere',
    ],
    ['a name that leads elsewhere', { service: 'library', for: '../x', runtime: 'fetch' }, 'cannot be the name'],
    ['a package that npm would not take', { service: 'library', package: '../X' }, 'is no name of an npm package'],
  ] as const)('refuses %s', async (_what, options, message) => {
    await expect(clientGenerator(await twoServices(), options)).rejects.toThrow(message);
  });
});
