import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overlayNames, type ReadResult, readServiceModel, readServiceModelText } from '../src/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'overlays-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const contract = `openapi: 3.1.0
info: { title: Pets, version: '1', x-tags: [a, b, c] }
servers:
  - { url: /dev }
  - { url: /live }
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
      responses: { '200': { description: OK } }
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses: { '200': { description: OK } }
`;

function overlayOf(actions: string, head = ''): string {
  return `overlay: 1.1.0\ninfo: { title: Changes, version: '1' }\n${head}actions:\n${actions}`;
}

function apply(...overlays: readonly string[]): Promise<ReadResult> {
  return readServiceModelText(
    { text: contract, file: '/contracts/openapi.yaml' },
    { overlays: overlays.map((text, index) => ({ text, file: `/contracts/overlay-${index + 1}.yaml` })) },
  );
}

const codesOf = ({ diagnostics }: ReadResult) =>
  diagnostics.map(({ severity, code, file, line }) => `${severity} ${code} ${file.split('/').at(-1)}:${line}`);

describe('an action of an overlay', () => {
  it.each([
    [
      'merges an object into an object, at every depth',
      '  - { target: $.info, update: { title: Cats, contact: { name: Ann }, x-tags: [d] } }',
      '$.info',
      { title: 'Cats', version: '1', 'x-tags': ['a', 'b', 'c', 'd'], contact: { name: 'Ann' } },
    ],
    ['joins a list with a list', '  - { target: $.info.x-tags, update: [d, e] }', 'x-tags', ['a', 'b', 'c', 'd', 'e']],
    ['appends what is no list', '  - { target: $.info.x-tags, update: d }', 'x-tags', ['a', 'b', 'c', 'd']],
    ['replaces a plain value', '  - { target: \'$.info["x-tags"][1]\', update: z }', 'x-tags', ['a', 'z', 'c']],
    [
      'leaves alone what an empty field stands beside',
      '  - { target: $, update: { info: } }',
      'x-tags',
      ['a', 'b', 'c'],
    ],
    ['removes items by a filter', '  - { target: "$.info.x-tags[?@ != \'b\']", remove: true }', 'x-tags', ['b']],
    [
      'copies a node into another',
      "  - { target: $.info, update: { x-from: {} } }\n  - { target: $.info.x-from, copy: '$.servers[0]' }",
      'x-from',
      { url: '/dev' },
    ],
    [
      'wins over what came before it',
      '  - { target: $.info, update: { x-tags: [d] } }\n  - { target: $.info.x-tags, remove: true }',
      'x-tags',
      undefined,
    ],
    ['with remove ignores its update', '  - { target: $.info.x-tags, update: [d], remove: true }', 'x-tags', undefined],
  ])('%s', async (_name, actions, place, want) => {
    const { model, diagnostics } = await apply(overlayOf(actions));
    const info = model?.document.info as Record<string, unknown> | undefined;
    expect(place === '$.info' ? info : info?.[place]).toEqual(want);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('reaches every node that its target selects', async () => {
    const { model } = await apply(
      overlayOf(
        "  - { target: '$.paths.*.get', update: { tags: [pets] } }\n  - { target: '$..[?@.in == \"query\"]', update: { required: true } }",
      ),
    );
    expect(model?.operations.map(({ tags }) => tags)).toEqual([['pets'], ['pets']]);
    expect(model?.operations.map(({ parameters }) => parameters.map(({ required }) => required))).toEqual([
      [true],
      [true],
    ]);
  });

  it('sees what the actions and overlays before it have done', async () => {
    const add =
      '  - { target: $.paths, update: { /new: {} } }\n  - { target: \'$.paths["/new"]\', copy: \'$.paths["/pets"]\' }';
    const move =
      '  - { target: \'$.paths["/new"].get\', update: { operationId: listNew } }\n  - { target: \'$.paths["/pets"]\', remove: true }';
    const { model } = await apply(overlayOf(add), overlayOf(move));
    expect(model?.operations.map(({ path, id }) => `${path} ${id}`)).toEqual(['/pets/{id} getPet', '/new listNew']);
  });
});

describe('a finding', () => {
  it('about what an overlay brought is in the overlay, about everything else in the contract', async () => {
    const result = await apply(
      overlayOf(`  - target: $.paths['/pets'].get
    update:
      sumary: List
      tags: pets
      parameters:
        - name: page
          in: nowhere
          schema: {}
  - target: $.paths['/pets/{id}'].get.operationId
    update: 5
  - target: $.servers[0]
    remove: true
  - target: $.servers[0]
    update: { urls: [] }
  - target: $.paths
    update:
      /dogs:
        get: { operationId: listDogs }
`),
    );
    expect([...codesOf(result)].sort()).toEqual([
      'error invalid-parameter overlay-1.yaml:10',
      'note changed-name overlay-1.yaml:13',
      'warning unknown-field overlay-1.yaml:17',
      'warning unknown-field overlay-1.yaml:6',
      'warning wrong-type overlay-1.yaml:13',
      'warning wrong-type overlay-1.yaml:7',
    ]);
    expect(result.diagnostics.find(({ code }) => code === 'invalid-parameter')?.pointer).toBe(
      '/actions/0/update/parameters/0/in',
    );
  });

  it('about an item keeps its place when items before it are removed', async () => {
    const text = contract.replace('{ url: /live }', '{ url: /live, lable: x }');
    const overlay = { text: overlayOf('  - { target: "$.servers[0]", remove: true }'), file: '/contracts/o.yaml' };
    const result = await readServiceModelText({ text, file: '/contracts/openapi.yaml' }, { overlays: [overlay] });
    expect(result.diagnostics).toMatchObject([
      { file: '/contracts/openapi.yaml', line: 5, pointer: '/servers/1/lable' },
    ]);
  });

  it('gives operations the place where they were written', async () => {
    const { model } = await apply(overlayOf('  - { target: $.paths, update: { /dogs: { get: {} } } }'));
    expect(model?.operations.map(({ source }) => `${source.file}:${source.line} ${source.pointer}`)).toEqual([
      '/contracts/openapi.yaml:8 /paths/~1pets/get',
      '/contracts/openapi.yaml:14 /paths/~1pets~1{id}/get',
      '/contracts/overlay-1.yaml:4 /actions/0/update/~1dogs/get',
    ]);
  });
});

describe('an overlay that cannot do what it says', () => {
  it.each([
    [
      'a target that is nowhere',
      overlayOf('  - { target: $.paths.nowhere, remove: true }'),
      ['warning unmatched-target overlay-1.yaml:4'],
    ],
    [
      'a target that is no JSONPath',
      overlayOf('  - { target: "$.paths[", remove: true }'),
      ['error malformed-overlay overlay-1.yaml:4'],
    ],
    [
      'an object for a list',
      overlayOf('  - { target: $.info, update: { x-tags: { a: 1 } } }'),
      ['error incompatible-update overlay-1.yaml:4'],
    ],
    [
      'a list for an object',
      overlayOf('  - { target: $.info, update: [1] }'),
      ['error incompatible-update overlay-1.yaml:4'],
    ],
    [
      'an object for a plain value',
      overlayOf('  - { target: $.info.title, update: { a: 1 } }'),
      ['error incompatible-update overlay-1.yaml:4'],
    ],
    [
      'a target of several kinds',
      overlayOf("  - { target: '$.info.*', update: 1 }"),
      ['error incompatible-update overlay-1.yaml:4'],
    ],
    [
      'the document itself removed',
      overlayOf('  - { target: $, remove: true }'),
      ['error malformed-overlay overlay-1.yaml:4'],
    ],
    [
      'a copy of several nodes',
      overlayOf("  - { target: $.info, copy: '$.servers[*]' }"),
      ['error malformed-overlay overlay-1.yaml:4'],
    ],
    [
      'a copy of nothing',
      overlayOf('  - { target: $.info, copy: $.nowhere }'),
      ['error malformed-overlay overlay-1.yaml:4'],
    ],
    [
      'update and copy',
      overlayOf('  - { target: $.info, copy: "$.servers[0]", update: {} }'),
      ['error malformed-overlay overlay-1.yaml:4'],
    ],
    ['no change', overlayOf('  - { target: $.info }'), ['warning action-without-change overlay-1.yaml:4']],
    ['no target', overlayOf('  - { update: {} }'), ['error malformed-overlay overlay-1.yaml:4']],
    ['an action that is no object', overlayOf('  - remove'), ['error malformed-overlay overlay-1.yaml:4']],
    [
      'remove that is no truth value',
      overlayOf("  - { target: $.info, remove: 'yes' }"),
      ['error malformed-overlay overlay-1.yaml:4'],
    ],
    [
      'copy that is no text',
      overlayOf('  - { target: $.info, copy: 5 }'),
      ['error malformed-overlay overlay-1.yaml:4'],
    ],
    [
      'the same action twice',
      overlayOf('  - { target: $.info, update: { x: 1 } }\n  - { target: $.info, update: { x: 1 } }').replaceAll(
        'x:',
        'x-a:',
      ),
      ['warning duplicate-item overlay-1.yaml:5'],
    ],
    [
      'no actions',
      "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions: []",
      ['error malformed-overlay overlay-1.yaml:3'],
    ],
    ['an unknown version', 'overlay: 2.0.0\nactions: []', ['error malformed-overlay overlay-1.yaml:1']],
    ['no version', 'info: { title: T }', ['error malformed-overlay overlay-1.yaml:1']],
    ['a list', '[]', ['error malformed-overlay overlay-1.yaml:1']],
    ['broken YAML', 'overlay: [', ['error malformed-document overlay-1.yaml:1']],
    [
      'unknown fields and no info',
      'overlay: 1.1.0\nextend: a\nactions: [{ target: $.info, update: {}, discription: d, description: 5 }]',
      [
        'warning unknown-field overlay-1.yaml:2',
        'warning missing-field overlay-1.yaml:1',
        'warning unknown-field overlay-1.yaml:3',
        'warning wrong-type overlay-1.yaml:3',
      ],
    ],
    [
      'copy in Overlay 1.0',
      'overlay: 1.0.0\ninfo: { title: T, version: 1 }\nactions: [{ target: $.info, copy: "$.servers[0]" }]',
      [
        'warning wrong-type overlay-1.yaml:2',
        'warning newer-field overlay-1.yaml:3',
        'warning unknown-field openapi.yaml:4',
      ],
    ],
  ])('because of %s, is said with its place', async (_name, overlay, want) => {
    const result = await apply(overlay);
    expect(codesOf(result)).toEqual(want);
    expect(result.model === undefined).toBe(want.some((line) => line.startsWith('error')));
  });

  it('because it is not there, is an error', async () => {
    const missing = join(folder, 'missing.overlay.yaml');
    const file = write('plain/openapi.yaml', contract);
    const result = await readServiceModel(file, { overlays: [missing] });
    expect(result).toMatchObject({ model: undefined, diagnostics: [{ code: 'unreadable-file', file: missing }] });
  });

  it('copies of copies end with a finding', async () => {
    const doubling = Array.from(
      { length: 40 },
      (_, index) =>
        `  - { target: $.info, update: { x-${index}: {} } }\n  - { target: $.info.x-${index}, copy: $.info }`,
    );
    const result = await apply(overlayOf(doubling.join('\n')));
    expect(codesOf(result)).toEqual([expect.stringMatching(/^error document-too-large overlay-1\.yaml:\d+$/)]);
  });
});

describe('extends', () => {
  it.each([
    ['the contract', 'extends: ./openapi.yaml\n', true],
    ['the contract by its URL', 'extends: file:///contracts/openapi.yaml\n', true],
    ['another file', 'extends: other.yaml\n', false],
    ['a network', 'extends: https://example.org/openapi.yaml\n', false],
  ])('that names %s', async (_name, head, isApplied) => {
    const result = await apply(overlayOf('  - { target: $.info, update: { title: Cats } }', head));
    expect(result.model?.title).toBe(isApplied ? 'Cats' : 'Pets');
    expect(codesOf(result)).toEqual(isApplied ? [] : ['warning foreign-overlay overlay-1.yaml:3']);
  });

  it('that names what the contract says of itself', async () => {
    const text = contract.replace('openapi: 3.1.0', 'openapi: 3.2.0\n$self: https://example.org/openapi.yaml');
    const overlay = overlayOf(
      '  - { target: $.info, update: { title: Cats } }',
      'extends: https://example.org/openapi.yaml\n',
    );
    const overlays = [{ text: overlay, file: '/o.yaml' }];
    expect((await readServiceModelText({ text, file: '/a/openapi.yaml' }, { overlays })).model?.title).toBe('Cats');
  });
});

describe('overlays beside a contract', () => {
  const title = (text: string) => overlayOf(`  - { target: $.info, update: { title: ${text} } }`);

  it('are applied in alphabetical order and are among the files of the contract', async () => {
    const file = write('beside/openapi.yaml', contract);
    write('beside/openapi.z.overlay.yaml', title('Z'));
    const later = write(
      'beside/openapi.overlay.json',
      JSON.stringify({
        overlay: '1.0.0',
        info: { title: 'T', version: '1' },
        actions: [{ target: '$.info', update: { title: 'J', 'x-json': true } }],
      }),
    );
    write('beside/other.overlay.yaml', title('Other'));
    const { model, files } = await readServiceModel(file);
    expect([model?.title, model?.document.info]).toEqual(['Z', expect.objectContaining({ 'x-json': true })]);
    expect(files).toEqual([file, later, join(folder, 'beside/openapi.z.overlay.yaml')]);
  });

  it('are left out when others are named', async () => {
    const file = join(folder, 'beside/openapi.yaml');
    expect((await readServiceModel(file, { overlays: [] })).model?.title).toBe('Pets');
    const other = join(folder, 'beside/other.overlay.yaml');
    expect((await readServiceModel(file, { overlays: [other] })).model?.title).toBe('Other');
  });

  it('refer to other files from where the contract is', async () => {
    const file = write('refers/openapi.yaml', contract);
    write('refers/schemas.yaml', 'Pet: { type: string }\n');
    const schema = "{ target: '$..[?@.in == \"query\"]', update: { schema: { $ref: 'schemas.yaml#/Pet' } } }";
    const overlay = write(
      'elsewhere/changes.yaml',
      overlayOf(`  - { target: '$..schema', remove: true }\n  - ${schema}`),
    );
    const { model, files } = await readServiceModel(file, { overlays: [overlay] });
    expect(model?.operations[0]?.parameters[0]?.schema).toEqual({ $ref: '#/components/schemas/Pet' });
    expect(files).toEqual([file, overlay, join(folder, 'refers/schemas.yaml')]);
  });

  it.each([
    ['openapi.yaml', ['openapi.overlay.yaml', 'openapi.b.overlay.yml', 'openapi.a.b.overlay.json']],
    ['petstore.json', ['petstore.overlay.yaml']],
    ['other.yaml', []],
  ])('of %s are told by their names', (name, want) => {
    const siblings = [
      'openapi.overlay.yaml',
      'openapi.b.overlay.yml',
      'openapi.yaml',
      'openapi.a.b.overlay.json',
      'openapi2.overlay.yaml',
      'openapioverlay.yaml',
      'petstore.overlay.yaml',
      'openapi.overlay.txt',
    ];
    expect(overlayNames(name, siblings)).toEqual([...want].sort());
  });
});
