import { spawnSync } from 'node:child_process';
import { logger, type Tree } from '@nx/devkit';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import bffGenerator from '../src/generators/bff/generator.ts';
import handlerGenerator from '../src/generators/handler/generator.ts';
import serviceGenerator from '../src/generators/service/generator.ts';
import syncGenerator from '../src/generators/sync/generator.ts';
import { edit, filesBelow, librarySpec, libraryWorkspace } from './generator-tree.ts';
import { typeCheck } from './type-check.ts';

let tree: Tree;
beforeEach(async () => {
  tree = await libraryWorkspace();
  await serviceGenerator(tree, { name: 'archive', spec: librarySpec });
});

const textOf = (path: string): string => tree.read(`apps/shop/${path}`, 'utf8') ?? '';

describe('a new BFF', () => {
  it('has the operations of its services below each contract, passed on to them', async () => {
    await bffGenerator(tree, { name: 'shop', services: 'library,archive', contracts: 'web,mobile' });
    const { paths } = parse(textOf('openapi.yaml'));
    expect(Object.keys(paths).filter((path) => path.endsWith('/books'))).toEqual([
      '/web/library/books',
      '/web/archive/books',
      '/mobile/library/books',
      '/mobile/archive/books',
    ]);
    expect(paths['/mobile/archive/books'].get).toMatchObject({
      operationId: 'mobile_archive_list_books',
      'x-service': 'archive',
      'x-brrtrouter-downstream-path': '/v1/books',
      security: [{ MobileKey: [] }],
    });
    expect(textOf('src/handlers/index.ts')).toContain('mobileArchiveListBooks: passThrough,');
    expect(parse(textOf('config.yaml')).clients).toMatchObject({
      library: { url: expect.stringContaining('LIBRARY_URL') },
      archive: { url: expect.stringContaining('ARCHIVE_URL') },
    });
    expect(Object.keys(parse(textOf('config.development.yaml')).security.development)).toEqual(['WebKey', 'MobileKey']);
    expect(tree.read('AGENTS.md', 'utf8')).toMatch(/^\| `apps\/shop` \| \d+ \| archive, library \|$/m);
  });

  it('has a key of its own for each kind of clients in production', async () => {
    await bffGenerator(tree, { name: 'shop', services: 'library', contracts: 'web,mobile' });
    expect(parse(textOf('config.production.yaml')).security.api_keys).toEqual({
      WebKey: { key: `\${SHOP_WEB_KEY}` },
      MobileKey: { key: `\${SHOP_MOBILE_KEY}` },
    });
    await bffGenerator(tree, { name: 'mall', services: 'library', contracts: 'web' });
    expect(parse(tree.read('apps/mall/config.production.yaml', 'utf8') ?? '').security.api_keys).toEqual({
      WebKey: { key: `\${MALL_API_KEY}` },
    });
  });

  it.each([
    ['{ type: apiKey, in: header, name: X-Reader-Card }', { type: 'apiKey', in: 'header', name: 'X-Reader-Card' }],
    ['{ type: http, scheme: basic }', { type: 'http', scheme: 'basic' }],
    ['{ type: openIdConnect, openIdConnectUrl: https://a.example }', { type: 'http', scheme: 'bearer' }],
    [
      '{ type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example, scopes: {} } } }',
      { type: 'http', scheme: 'bearer' },
    ],
  ])('says where the credentials of a service stand that wants %s', async (scheme, described) => {
    edit(tree, 'apps/library/openapi.yaml', ['{ type: apiKey, in: header, name: X-Reader-Card }', scheme]);
    await bffGenerator(tree, { name: 'shop', services: 'library' });
    const { pass_through } = parse(textOf('config.yaml')).clients.library;
    expect(pass_through.security_schemes).toEqual({ ReaderCard: described });
  });

  const [needsKey, key] = [
    'security: [{ ReaderCard: [] }]',
    'ReaderCard: { type: apiKey, in: header, name: X-Reader-Card }',
  ];
  const [basic, token] = ['Staff: { type: http, scheme: basic }', 'Token: { type: http, scheme: bearer }'];

  it.each([
    ['in one requirement', ['Staff: [], Token: []'], {}, 'web_library_list_books'],
    [
      'in two operations',
      ['Staff: []', 'Token: []'],
      { Staff: { type: 'http', scheme: 'basic' } },
      'web_library_removeBook',
    ],
  ])('warns of schemes that both take Authorization, %s', async (_name, [first, second], described, operation) => {
    const own = second === undefined ? '' : `\n      security: [{ ${second} }]`;
    edit(tree, 'apps/library/openapi.yaml', [needsKey, `security: [{ ${first} }]`]);
    edit(tree, 'apps/library/openapi.yaml', [key, `${basic}\n    ${token}`]);
    edit(tree, 'apps/library/openapi.yaml', ['operationId: removeBook', `operationId: removeBook${own}`]);
    tree.write(
      'apps/library/config.development.yaml',
      'security: { development: { Staff: { username: a, password: b }, Token: { token: c } } }\n',
    );
    const warn = vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
    await bffGenerator(tree, { name: 'shop', services: 'library' });
    const text = warn.mock.calls.flat().join('\n');
    warn.mockRestore();
    expect(text).toMatch(
      new RegExp(
        `openapi\\.yaml:\\d+ /paths/\\S+ ${operation} goes on to library without .* Staff and Token both take the header authorization`,
      ),
    );
    const { pass_through = { security_schemes: {} } } = parse(textOf('config.yaml')).clients.library;
    expect(pass_through.security_schemes).toEqual(described);
  });

  it('says that its operations are passed on, and offers no handler for one that needs none', async () => {
    const info = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
    const done = await bffGenerator(tree, { name: 'shop', services: 'library' });
    await done();
    const text = info.mock.calls.flat().join('\n');
    info.mockRestore();
    expect(text).toContain('Every operation is passed on to another service.');
    expect(text).not.toMatch(/answers from the contract|nx g brrt:handler/);
  });

  it('stays as it is when it is made again, and is in sync', async () => {
    const options = { name: 'shop', services: 'library,archive', contracts: 'web' };
    await bffGenerator(tree, options);
    const before = filesBelow(tree, '');
    await bffGenerator(tree, options);
    await bffGenerator(tree, { name: 'shop' });
    expect(await syncGenerator(tree)).toEqual({});
    expect(filesBelow(tree, '')).toEqual(before);
  });

  it('has only the operations that are named', async () => {
    await bffGenerator(tree, {
      name: 'shop',
      services: 'library,archive',
      operations: 'library:listBooks,archive:getBook',
    });
    expect(Object.keys(parse(textOf('openapi.yaml')).paths)).toEqual([
      '/web/library/books',
      '/web/archive/books/{bookId}',
    ]);
  });

  it.each([
    [{ services: 'library,archive', operations: 'listBooks' }, /write library:listBooks or archive:listBooks/],
    [{ services: 'library', operations: 'listPets' }, /None of library has an operation listPets/],
    [{ services: 'librari' }, /There is no service 'librari'/],
    [{}, /--services/],
  ])('is refused with %j', async (options, message) => {
    await expect(bffGenerator(tree, { name: 'shop', ...options })).rejects.toThrow(message);
  });
});

describe('sync', () => {
  it('composes anew when the contract of a service changes, and names the file', async () => {
    await bffGenerator(tree, { name: 'shop', services: 'library' });
    edit(tree, 'apps/library/openapi.yaml', [
      'title: { type: string',
      'heading: { type: string }\n        title: { type: string',
    ]);
    const { outOfSyncDetails } = await syncGenerator(tree);
    expect(outOfSyncDetails).toEqual(
      expect.arrayContaining(['apps/shop/openapi.yaml', 'apps/shop/src/generated/types.gen.ts']),
    );
    expect(textOf('openapi.yaml')).toContain('heading:');
    expect(await syncGenerator(tree)).toEqual({});
  });

  it('passes on no more what a service no longer has, and keeps a handler that was written', async () => {
    const removeBook =
      "    delete:\n      operationId: removeBook\n      responses:\n        '204': { description: Gone }\n";
    await bffGenerator(tree, { name: 'shop', services: 'library', contracts: 'web,mobile' });
    await handlerGenerator(tree, { service: 'shop', operation: 'mobile_library_removeBook' });
    edit(tree, 'apps/library/openapi.yaml', [removeBook, '']);
    const { outOfSyncDetails } = await syncGenerator(tree);
    expect(textOf('src/handlers/index.ts')).not.toContain('webLibraryRemoveBook');
    expect(textOf('src/handlers/index.ts')).toContain('mobileLibraryRemoveBook,');
    const said = outOfSyncDetails?.join('\n');
    expect(said).toContain('the contract no longer has webLibraryRemoveBook; no handler was written');
    expect(said).toContain('the contract no longer has mobileLibraryRemoveBook; nothing was deleted');
    await bffGenerator(tree, { name: 'mall', services: 'library,archive' });
    edit(tree, 'apps/mall/composition.yaml', [
      '      library:\n        operations: all\n        path: "/library"\n',
      '',
    ]);
    await syncGenerator(tree);
    const registry = tree.read('apps/mall/src/handlers/index.ts', 'utf8') ?? '';
    expect(registry.match(/\b\w+: passThrough,/g)?.every((entry) => entry.startsWith('webArchive'))).toBe(true);
  });

  it('undoes edits of a composed contract, and makes one that is gone', async () => {
    await bffGenerator(tree, { name: 'shop', services: 'library' });
    const before = filesBelow(tree, 'apps/shop');
    edit(tree, 'apps/shop/openapi.yaml', ['version: 1.0.0', 'version: 2.0.0']);
    expect((await syncGenerator(tree)).outOfSyncDetails).toContain('apps/shop/openapi.yaml');
    tree.delete('apps/shop/openapi.yaml');
    expect((await syncGenerator(tree)).outOfSyncDetails).toContain('apps/shop/openapi.yaml');
    expect(filesBelow(tree, 'apps/shop')).toEqual(before);
  });

  it('says where a composition is wrong', async () => {
    await bffGenerator(tree, { name: 'shop', services: 'library' });
    edit(tree, 'apps/shop/composition.yaml', ['operations: all', 'operations: [listBook]']);
    await expect(syncGenerator(tree)).rejects.toThrow(
      /apps\/shop\/composition\.yaml:\d+:\d+ composition-operation.*library has no operation listBook.*Did you mean "list_books"/,
    );
  });

  it('refuses contracts that are composed of one another', async () => {
    await bffGenerator(tree, { name: 'shop', services: 'library' });
    await bffGenerator(tree, { name: 'mall', services: 'shop' });
    edit(tree, 'apps/shop/composition.yaml', ['library:', 'mall:']);
    await expect(syncGenerator(tree)).rejects.toThrow(/composed of one another: mall → shop → mall/);
  });
});

describe('an aggregate', () => {
  const aggregates = `
openapi: 3.1.0
info: { title: Own, version: '1' }
paths:
  /web/home/{bookId}:
    get:
      operationId: getHome
      x-aggregate:
        book: { service: library, operation: getBook }
        gone: { service: archive, operation: removeBook, optional: true }
        cover: { service: archive, operation: putCover, optional: true }
      parameters: [{ name: bookId, in: path, required: true, schema: { type: integer } }]
      responses:
        '200':
          description: ok
          content: { application/json: { schema: { type: object, properties: { title: { type: string }, book: { $ref: '#/components/schemas/Library_Book' } } } } }
`;

  beforeEach(async () => {
    await bffGenerator(tree, { name: 'shop', services: 'library', operations: 'list_books' });
    tree.write('apps/shop/aggregates.yaml', aggregates);
    await syncGenerator(tree);
  });

  it('has clients of what it is made of, for those operations alone', () => {
    expect(textOf('src/generated/clients/library.gen.ts')).toContain('"operations":["getBook"]');
    expect(textOf('src/context.ts')).toContain('readonly archive: ArchiveClient');
    expect(textOf('src/handlers/index.ts')).toContain('getHome: fromContract');
    expect(parse(textOf('config.yaml')).clients).toHaveProperty('archive');
  });

  it('gets a handler that asks for its parts at once, written once', async () => {
    await handlerGenerator(tree, { service: 'shop', operation: 'getHome' });
    const text = textOf('src/handlers/get-home.ts');
    expect(text).toContain('await context.clients.library.getBook({ path: { bookId: request.path.bookId } })');
    expect(text).toContain('gone: optional(async () => {');
    expect(text).toContain("throw new NotImplementedError('cover: say what putCover is called with')");
    expect(await typeCheck(codeOf())).toEqual([]);
    tree.write('apps/shop/src/handlers/get-home.ts', '// mine\n');
    await handlerGenerator(tree, { service: 'shop', operation: 'getHome' });
    await syncGenerator(tree);
    expect(textOf('src/handlers/get-home.ts')).toBe('// mine\n');
  });

  it.each([
    ['bookId', 'getHome'],
    ['bookId', 'getEverythingThatTheFirstScreenOfReadersInTheirLibraryShows'],
    ['numberOfTheBookOnTheFirstScreenOfReaders', 'getHome'],
  ])('gets a handler that is formatted as Biome wants it: %s, %s', async (parameter, operation) => {
    const contract = tree.read('apps/library/openapi.yaml', 'utf8') ?? '';
    tree.write('apps/library/openapi.yaml', contract.replaceAll('bookId', parameter));
    tree.write('apps/shop/aggregates.yaml', aggregates.replaceAll('bookId', parameter).replace('getHome', operation));
    await syncGenerator(tree);
    await handlerGenerator(tree, { service: 'shop', operation });
    const handler = filesBelow(tree, 'apps/shop/src/handlers/get-');
    const [text = ''] = Object.values(handler);
    const args = ['format', '--stdin-file-path=get-home.ts'];
    const { stdout } = spawnSync('node_modules/.bin/biome', args, { input: text, encoding: 'utf8' });
    expect(stdout).toBe(text);
  });

  it('is no aggregate in another BFF, which passes it on', async () => {
    await bffGenerator(tree, { name: 'mall', services: 'shop' });
    expect(tree.read('apps/mall/openapi.yaml', 'utf8')).toMatch(/operationId: web_shop_getHome\n/);
    expect(tree.read('apps/mall/openapi.yaml', 'utf8')).not.toContain('x-aggregate');
    expect(Object.keys(parse(tree.read('apps/mall/config.yaml', 'utf8') ?? '').clients)).toEqual(['shop']);
  });

  it.each([
    ['renamed', '        title: { type: string', '        heading: { type: string', /Property 'title' does not exist/],
    [
      'of another type',
      '        title: { type: string',
      '        title: { type: integer',
      /Type 'number' is not assignable to type 'string'/,
    ],
  ])('does not compile when a field that it takes is %s', async (_what, from, to, message) => {
    await handlerGenerator(tree, { service: 'shop', operation: 'getHome' });
    tree.write('apps/shop/src/handlers/get-home.ts', composing);
    expect(await typeCheck(codeOf())).toEqual([]);
    edit(tree, 'apps/library/openapi.yaml', [from, to]);
    await syncGenerator(tree);
    const line = composing.split('\n').findIndex((each) => each.includes('book.body.title')) + 1;
    const errors = await typeCheck(codeOf());
    expect(errors.join('\n')).toContain(`src/handlers/get-home.ts(${line},`);
    expect(errors.join('\n')).toMatch(message);
  });

  const composing = `import { gather } from '@brrt/service-client';
import type { Context } from '../context.ts';
import type { GetHomeRequest, GetHomeResponse } from '../generated/handlers.gen.ts';

export async function getHome({ path }: GetHomeRequest, context: Context): Promise<GetHomeResponse> {
  const { book } = await gather(context, { book: () => context.clients.library.getBook({ path }) });
  if (book.status !== 200 || typeof book.body === 'string') return { status: 200, body: {} };
  const title: string = book.body.title;
  return { status: 200, body: { title } };
}
`;

  /** Of the BFF, as the compiler is given it. */
  function codeOf(): Record<string, string> {
    const files = Object.entries(filesBelow(tree, 'apps/shop/src'));
    return Object.fromEntries(files.map(([path, text]) => [path.slice('apps/shop/'.length), text]));
  }
});
