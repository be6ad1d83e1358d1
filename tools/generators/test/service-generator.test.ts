import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logger } from '@nx/devkit';
import { describe, expect, it, vi } from 'vitest';
import serviceGenerator from '../src/generators/service/generator.ts';
import syncGenerator from '../src/generators/sync/generator.ts';
import {
  edit,
  emptyWorkspace,
  filesBelow,
  fixtures,
  librarySpec,
  libraryText,
  libraryWorkspace,
} from './generator-tree.ts';
import { typeCheck } from './type-check.ts';

it('makes the files of a service and nothing else', async () => {
  const tree = emptyWorkspace();
  const before = filesBelow(tree, '');
  await serviceGenerator(tree, { name: 'library', spec: librarySpec });
  const made = Object.keys(filesBelow(tree, 'apps/library')).sort();
  expect(made.filter((path) => path.startsWith('apps/library/deploy/'))).toContain('apps/library/deploy/Dockerfile');
  expect(made.filter((path) => !path.startsWith('apps/library/deploy/'))).toEqual(
    [
      'AGENTS.md',
      'config.development.yaml',
      'config.production.yaml',
      'config.yaml',
      'openapi.yaml',
      'public-operations.txt',
      'src/authorize.ts',
      'src/context.ts',
      'src/generated/contract.gen.ts',
      'src/generated/handlers.gen.ts',
      'src/generated/types.gen.ts',
      'src/handlers/index.ts',
      'src/main.ts',
      'src/service.test.ts',
      'src/service.ts',
      'tsconfig.json',
    ].map((file) => `apps/library/${file}`),
  );
  const { 'AGENTS.md': guide, ...others } = Object.fromEntries(
    Object.entries(filesBelow(tree, '')).filter(([path]) => !path.startsWith('apps/')),
  );
  expect(others).toEqual(before);
  expect(guide).toContain('`apps/library`');
});

it('says what code calls otherwise, and where', async () => {
  const spec = join(mkdtempSync(join(tmpdir(), 'brrt-names-')), 'openapi.yaml');
  writeFileSync(
    spec,
    `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get: { operationId: delete, responses: { '204': { description: Done } } }
components: { schemas: { string: { type: string } } }
`,
  );
  const info = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
  await serviceGenerator(emptyWorkspace(), { name: 'named', spec });
  const text = info.mock.calls.flat().join('\n');
  info.mockRestore();
  expect(text).toMatch(/openapi\.yaml:5:\d+ changed-name .*"delete" becomes "deleteOperation"/);
  expect(text).toMatch(/openapi\.yaml:6:\d+ changed-name .*"string" becomes "stringSchema"/);
});

it('copies the contract as it was written', async () => {
  const tree = await libraryWorkspace();
  expect(tree.read('apps/library/openapi.yaml', 'utf8')).toBe(libraryText);
});

it('makes one contract of one that is spread over files', async () => {
  const tree = emptyWorkspace();
  await serviceGenerator(tree, { name: 'things', spec: join(fixtures, 'multi/openapi.yaml') });
  const contract = tree.read('apps/things/openapi.yaml', 'utf8');
  expect(contract).toContain('#/components/schemas/Thing');
  expect(contract).not.toContain('schemas.yaml');
});

describe('overlays of a contract', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brrt-overlays-'));
  const spec = join(folder, 'library.yaml');
  const given = join(folder, 'rename.yaml');
  const overlay = (head: string, actions: string): string =>
    `overlay: 1.1.0\ninfo: { title: Changes, version: '1' }\n${head}actions:\n${actions}`;
  writeFileSync(spec, libraryText);
  writeFileSync(
    join(folder, 'library.overlay.yaml'),
    overlay('', "  - { target: '$.paths.*.delete', remove: true } # nobody removes books\n"),
  );
  writeFileSync(
    given,
    overlay(
      'extends: library.yaml\n',
      '  - { target: \'$.paths.*[?@.operationId == "addBook"].operationId\', update: registerBook }\n',
    ),
  );

  it('are applied and copied beside it, those that lie beside it first', async () => {
    const tree = emptyWorkspace();
    await serviceGenerator(tree, { name: 'library', spec, overlay: [given] });
    expect(tree.read('apps/library/openapi.yaml', 'utf8')).toBe(libraryText);
    expect(tree.read('apps/library/openapi.01-library.overlay.yaml', 'utf8')).toContain('# nobody removes books');
    expect(tree.read('apps/library/openapi.02-rename.overlay.yaml', 'utf8')).toContain('extends: ./openapi.yaml');
    const registry = tree.read('apps/library/src/handlers/index.ts', 'utf8');
    expect(registry).toContain('registerBook: fromContract');
    expect(registry).not.toMatch(/addBook|removeBook/);
  });

  it('count for everything that reads the contract afterwards', async () => {
    const tree = emptyWorkspace();
    await serviceGenerator(tree, { name: 'library', spec, overlay: [given] });
    const before = filesBelow(tree, '');
    expect(await syncGenerator(tree)).toEqual({});
    await serviceGenerator(tree, { name: 'library', spec, overlay: [given] });
    await serviceGenerator(tree, { name: 'library' });
    expect(filesBelow(tree, '')).toEqual(before);
    tree.delete('apps/library/openapi.02-rename.overlay.yaml');
    expect((await syncGenerator(tree)).outOfSyncDetails?.join('\n')).toContain('registerBook is now addBook');
  });

  it('are part of the one document that several files become', async () => {
    const tree = emptyWorkspace();
    const change = join(folder, 'title.yaml');
    writeFileSync(change, overlay('', '  - { target: $.info.title, update: Renamed }\n'));
    await serviceGenerator(tree, { name: 'things', spec: join(fixtures, 'multi/openapi.yaml'), overlay: [change] });
    expect(tree.read('apps/things/openapi.yaml', 'utf8')).toContain('title: Renamed');
    expect(tree.children('apps/things').filter((name) => name.includes('overlay'))).toEqual([]);
  });

  it('with a mistake stop the generator with its place', async () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, overlay('', '  - { update: {} }\n'));
    await expect(serviceGenerator(emptyWorkspace(), { name: 'library', spec, overlay: [broken] })).rejects.toThrow(
      /broken\.yaml:4:5 malformed-overlay/,
    );
  });
});

it('enters every operation as answered from the contract', async () => {
  const tree = await libraryWorkspace();
  const registry = tree.read('apps/library/src/handlers/index.ts', 'utf8');
  const names = ['listBooks', 'addBook', 'getBook', 'removeBook', 'putCover'];
  expect(registry).toContain(`{\n${names.map((name) => `  ${name}: fromContract,\n`).join('')}}`);
});

it('gives each service its own development key', async () => {
  const tree = emptyWorkspace();
  await serviceGenerator(tree, { name: 'first', spec: librarySpec });
  await serviceGenerator(tree, { name: 'second', spec: librarySpec });
  const keys = ['first', 'second'].map(
    (name) => /key: (dev-\S+)/.exec(tree.read(`apps/${name}/config.development.yaml`, 'utf8') ?? '')?.[1],
  );
  expect(keys[0]).toMatch(/^dev-first-[0-9a-f]{12}$/);
  expect(keys[1]).toMatch(/^dev-second-[0-9a-f]{12}$/);
});

it('lets callers on the same machine in where a contract asks for certificates', async () => {
  const tree = emptyWorkspace();
  const spec = join(mkdtempSync(join(tmpdir(), 'brrt-mutual-')), 'openapi.yaml');
  const scheme = 'components: { securitySchemes: { Partner: { type: mutualTLS } } }';
  const operation =
    "{ get: { operationId: a, security: [{ Partner: [ops] }], responses: { '204': { description: d } } } }";
  writeFileSync(spec, `openapi: 3.1.0\ninfo: { title: t, version: '1' }\n${scheme}\npaths: { /a: ${operation} }\n`);
  await serviceGenerator(tree, { name: 'mutual', spec });
  expect(tree.read('apps/mutual/config.development.yaml', 'utf8')).toMatch(/Partner:\s+loopback: true/);
});

it('changes nothing when it runs again', async () => {
  const tree = await libraryWorkspace();
  const before = filesBelow(tree, '');
  await serviceGenerator(tree, { name: 'library', spec: librarySpec });
  expect(filesBelow(tree, '')).toEqual(before);
});

it.each([
  ['src/service.ts', ['dependencies: {}', 'dependencies: { clock: Date }']],
  ['src/main.ts', ['process.env', "{ ...process.env, PORT: '8085' }"]],
  ['config.yaml', ['port: 8080', 'port: 9999']],
  ['openapi.yaml', ['Books, newest first', 'Books, oldest first']],
] as const)('keeps what a developer changed in %s', async (file, change) => {
  const tree = await libraryWorkspace();
  edit(tree, `apps/library/${file}`, change);
  const edited = tree.read(`apps/library/${file}`, 'utf8');
  await serviceGenerator(tree, { name: 'library', spec: librarySpec });
  expect(tree.read(`apps/library/${file}`, 'utf8')).toBe(edited);
});

it('makes a service of a contract that has webhooks and no operations', async () => {
  const tree = emptyWorkspace();
  const spec = join(mkdtempSync(join(tmpdir(), 'brrt-spec-')), 'openapi.yaml');
  const responses = { 204: { description: 'Taken' } };
  writeFileSync(
    spec,
    JSON.stringify({
      ...{ openapi: '3.1.0', info: { title: 'Sender', version: '1' } },
      webhooks: { placed: { post: { operationId: 'placed', responses } } },
    }),
  );
  await serviceGenerator(tree, { name: 'sender', spec });
  expect(tree.read('apps/sender/src/generated/webhooks.gen.ts', 'utf8')).toContain('placed');
  const code = Object.entries(filesBelow(tree, 'apps/sender')).filter(([path]) => path.endsWith('.ts'));
  expect(await typeCheck(Object.fromEntries(code))).toEqual([]);
});

it('takes over another contract where that is meant, keeps handlers, and reports what vanished', async () => {
  const tree = await libraryWorkspace();
  const warn = vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
  const spec = join(mkdtempSync(join(tmpdir(), 'brrt-spec-')), 'openapi.yaml');
  writeFileSync(
    spec,
    libraryText
      .replace('operationId: addBook', 'operationId: registerBook')
      .replace(/\n {4}delete:[\s\S]*?(?=\n {2}\/)/, ''),
  );
  await serviceGenerator(tree, { name: 'library', spec, replaceContract: true });
  expect(tree.read('apps/library/openapi.yaml', 'utf8')).toContain('registerBook');
  expect(tree.read('apps/library/src/handlers/index.ts', 'utf8')).toContain('registerBook: fromContract');
  const said = warn.mock.calls.flat().join('\n');
  expect(said).toContain('addBook is now registerBook');
  expect(said).toContain('the contract no longer has removeBook; no handler was written');
  expect(tree.read('apps/library/src/handlers/index.ts', 'utf8')).not.toContain('removeBook');
  const after = filesBelow(tree, 'apps/library');
  await serviceGenerator(tree, { name: 'library', spec });
  expect(filesBelow(tree, 'apps/library')).toEqual(after);
  warn.mockRestore();
});

it.each([
  ['as it was taken over', ''],
  ['that was edited', '# mine\n'],
])('refuses to put another contract in the place of one %s, and says what it would change', async (_which, own) => {
  const tree = await libraryWorkspace();
  tree.write('apps/library/openapi.yaml', `${libraryText}${own}`);
  const before = filesBelow(tree, '');
  const spec = join(mkdtempSync(join(tmpdir(), 'brrt-spec-')), 'openapi.yaml');
  writeFileSync(spec, libraryText.replace('operationId: addBook', 'operationId: registerBook'));
  const failure = await serviceGenerator(tree, { name: 'library', spec }).catch((error: unknown) => String(error));
  expect(failure).toContain('apps/library has another contract');
  expect(failure).toContain('addBook is now registerBook');
  expect(failure).toContain('--replace-contract');
  expect(filesBelow(tree, '')).toEqual(before);
  await serviceGenerator(tree, { name: 'library', spec, replaceContract: true });
  expect(tree.read('apps/library/openapi.yaml', 'utf8')).toBe(readFileSync(spec, 'utf8'));
});

it('brings back a file that was deleted, and repairs generated code', async () => {
  const tree = await libraryWorkspace();
  const before = filesBelow(tree, 'apps/library/src');
  tree.delete('apps/library/src/main.ts');
  tree.write('apps/library/src/generated/types.gen.ts', 'export type Book = never;\n');
  await serviceGenerator(tree, { name: 'library', spec: librarySpec });
  expect(filesBelow(tree, 'apps/library/src')).toEqual(before);
});

it('names every mistake of a broken contract with file and line, and writes nothing', async () => {
  const tree = emptyWorkspace();
  const before = filesBelow(tree, '');
  const spec = join(fixtures, 'broken.yaml');
  const failure = await serviceGenerator(tree, { name: 'broken', spec }).catch((error: unknown) => String(error));
  expect(failure).toMatch(/broken\.yaml:12:\d+ /);
  expect(failure).toMatch(/broken\.yaml:17:\d+ /);
  expect(filesBelow(tree, '')).toEqual(before);
});

it.each([
  ['upper case', 'Orders'],
  ['a leading digit', '1st'],
  ['two hyphens', 'a--b'],
  ['a path', '../orders'],
  ['code', "a';process.exit()//"],
  ['too long', 'a'.repeat(41)],
  ['what every object has', 'constructor'],
])('refuses a name with %s', async (_what, name) => {
  await expect(serviceGenerator(emptyWorkspace(), { name, spec: librarySpec })).rejects.toThrow(
    'cannot be the name of a service',
  );
});

it('refuses the name of a library', async () => {
  const tree = emptyWorkspace();
  tree.write('libs/router-core/package.json', '{}');
  await expect(serviceGenerator(tree, { name: 'router-core', spec: librarySpec })).rejects.toThrow('libs/router-core');
});

it('asks for the contract of a new service', async () => {
  await expect(serviceGenerator(emptyWorkspace(), { name: 'orders' })).rejects.toThrow('--spec <file>');
});

it.each([
  ['8080 in an empty workspace', { taken: [], wanted: undefined, want: 8080 }],
  ['the next above all others', { taken: [8081, 8090], wanted: undefined, want: 8091 }],
  ['the one that was asked for', { taken: [8081], wanted: 9000, want: 9000 }],
])('takes as port %s', async (_what, { taken, wanted, want }) => {
  const tree = emptyWorkspace();
  for (const port of taken) tree.write(`apps/app-${port}/config.yaml`, `port: ${port} # taken\n`);
  await serviceGenerator(tree, {
    name: 'library',
    spec: librarySpec,
    ...(wanted === undefined ? {} : { port: wanted }),
  });
  expect(tree.read('apps/library/config.yaml', 'utf8')).toMatch(new RegExp(`^port: ${want}\n`));
});

it.each([
  ['another app has', 8081, 'apps/taken has port 8081'],
  ['does not exist', 70_000, 'from 1 to 65535'],
])('refuses a port that %s', async (_what, port, message) => {
  const tree = emptyWorkspace();
  tree.write('apps/taken/config.yaml', 'port: 8081\n');
  await expect(serviceGenerator(tree, { name: 'library', spec: librarySpec, port })).rejects.toThrow(message);
});

it('says at the end how to start and call the service', async () => {
  const info = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
  const done = await serviceGenerator(emptyWorkspace(), { name: 'library', spec: librarySpec });
  await done();
  const text = info.mock.calls.flat().join('\n');
  info.mockRestore();
  expect(text).toContain('npx nx serve library');
  expect(text).toContain('curl http://localhost:8080/v1/books/1');
  expect(text).toContain('port 8080');
});

it.each([
  ['{ type: string, format: uuid }', '', /curl http:\/\/localhost:8080\/rooms\/[\da-f]{8}-[\da-f-]{27}\n/],
  [
    '{ type: string }',
    ', { name: day, in: query, required: true, schema: { enum: [monday] } }',
    /rooms\/[^/?]+\?day=monday'\n/,
  ],
  ['{ type: string }', '', /\/rooms\/1\n/],
])('says how to call it with what the contract takes: %s%s', async (schema, more, call) => {
  const spec = join(mkdtempSync(join(tmpdir(), 'brrt-called-')), 'openapi.yaml');
  writeFileSync(
    spec,
    `openapi: 3.1.0
info: { title: Rooms, version: '1' }
paths:
  /rooms/{room}:
    get:
      operationId: getRoom
      parameters: [{ name: room, in: path, required: true, schema: ${schema} }${more}]
      responses: { '200': { description: OK } }
`,
  );
  const info = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
  const done = await serviceGenerator(emptyWorkspace(), { name: 'rooms', spec });
  await done();
  const text = info.mock.calls.flat().join('\n');
  info.mockRestore();
  expect(text).toMatch(call);
});

it('passes operations on as the contract says, to services of the workspace with what lets them in', async () => {
  const tree = await libraryWorkspace();
  const spec = join(mkdtempSync(join(tmpdir(), 'brrt-passed-')), 'openapi.yaml');
  writeFileSync(
    spec,
    `openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /books/{bookId}:
    get:
      operationId: getBook
      x-service: library
      x-brrtrouter-downstream-path: /v1/books/{bookId}
      parameters: [{ name: bookId, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: OK } }
  /news: { get: { operationId: getNews, x-service: press, x-brrtrouter-downstream-path: /news, responses: { '200': { description: OK } } } }
`,
  );
  await serviceGenerator(tree, { name: 'shop', spec });
  const read = (path: string) => tree.read(`apps/shop/${path}`, 'utf8') ?? '';
  expect(read('src/handlers/index.ts')).toContain("import { passThrough } from '@brrt/router-core';");
  expect(read('src/handlers/index.ts')).toContain('{\n  getBook: passThrough,\n  getNews: passThrough,\n}');
  expect(read('src/service.ts')).toContain('gateway: createGateway(contract.model, config, security.clientIdentity)');
  expect(read('config.yaml')).toMatch(/library:\n +url: \$\{LIBRARY_URL:-http:\/\/localhost:8080\}\n/);
  expect(read('config.yaml')).toContain(`press:\n    url: \${PRESS_URL:-http://press:8080}\n`);
  expect(await syncGenerator(tree)).toEqual({});
});
