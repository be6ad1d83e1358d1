import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readServiceModel } from '../src/index.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'brrt-confined-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const schema = 'type: string\nconst: secret\n';
const contract = (reference: string): string => `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get:
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '${reference}' } } } }
`;

async function read(file: string): Promise<readonly string[]> {
  const { model, diagnostics } = await readServiceModel(file);
  const shown = JSON.stringify(model?.document ?? {}).includes('secret') ? ['shows it'] : [];
  return [...diagnostics.map(({ severity, code, line }) => `${severity} ${code} ${line}`), ...shown];
}

const refused = ['error unsupported-reference 7'];
const followed = ['shows it'];

describe('a reference leads to files of the contract alone:', () => {
  it.each([
    ['a file beside it', 'repo/api/a.yaml', 'a.yaml', followed],
    ['a file of a folder beside its own', 'repo/common/a.yaml', '../common/a.yaml', followed],
    ['a file further up', 'a.yaml', '../../a.yaml', refused],
    ['a file further up, in a roundabout way', 'a.yaml', 'x/../../../a.yaml', refused],
    ['a file further up, with escapes', 'a.yaml', '%2e%2e/..%2Fa.yaml', refused],
    ['a hidden file around it', 'repo/.secrets/a.yaml', '../.secrets/a.yaml', refused],
    ['a hidden file of its own', 'repo/api/.parts/a.yaml', '.parts/a.yaml', followed],
  ])('%s', async (_what, path, reference, want) => {
    write(path, schema);
    expect(await read(write('repo/api/openapi.yaml', contract(reference)))).toEqual(want);
  });

  it.each([
    ['to a file outside', 'a.yaml', refused],
    ['to a file inside', 'repo/api/parts/a.yaml', followed],
    ['to a file beside its folder', 'repo/common/a.yaml', followed],
  ])('a link %s', async (_what, path, want) => {
    const target = write(path, schema);
    const file = write('repo/api/openapi.yaml', contract('link.yaml'));
    symlinkSync(target, join(root, 'repo/api/link.yaml'));
    expect(await read(file)).toEqual(want);
  });

  it('a file through a folder that is a link to the outside', async () => {
    write('outside/a.yaml', schema);
    const file = write('repo/api/openapi.yaml', contract('linked/a.yaml'));
    symlinkSync(join(root, 'outside'), join(root, 'repo/api/linked'));
    expect(await read(file)).toEqual(refused);
  });

  it('a link that leads to itself', async () => {
    const file = write('repo/api/openapi.yaml', contract('loop.yaml'));
    symlinkSync('loop.yaml', join(root, 'repo/api/loop.yaml'));
    expect(await read(file)).toEqual(['error unresolved-reference 7']);
  });

  it('from a file that a reference led to', async () => {
    write('a.yaml', schema);
    write('repo/common/b.yaml', "$ref: '../../a.yaml'\n");
    const { diagnostics } = await readServiceModel(write('repo/api/openapi.yaml', contract('../common/b.yaml')));
    expect(diagnostics).toMatchObject([
      {
        code: 'unsupported-reference',
        file: join(root, 'repo/common/b.yaml'),
        line: 1,
        message: expect.stringMatching(/none of the contract's/),
        hint: expect.stringMatching(/repository/),
      },
    ]);
  });

  it('all files of a repository or workspace', async () => {
    write('deep/nx.json', '{}');
    write('deep/shared/a.yaml', schema);
    const file = write('deep/apps/one/api/openapi.yaml', contract('../../../shared/a.yaml'));
    expect(await read(file)).toEqual(followed);
  });

  it('those beside it where the contract itself is a link', async () => {
    write('store/hash/a.yaml', schema);
    const target = write('store/hash/openapi.yaml', contract('a.yaml'));
    mkdirSync(join(root, 'repo/api'), { recursive: true });
    symlinkSync(target, join(root, 'repo/api/openapi.yaml'));
    symlinkSync(join(root, 'store/hash/a.yaml'), join(root, 'repo/api/a.yaml'));
    expect(await read(join(root, 'repo/api/openapi.yaml'))).toEqual(followed);
  });
});
