import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SavedFiles } from './app-process.ts';
import { watchApp } from './watch-app.ts';
import type { FolderWatch } from './watch-folders.ts';

let workspaceRoot = '';
let changes: SavedFiles[] = [];
let watch: FolderWatch | undefined;

beforeEach(async () => {
  workspaceRoot = await realpath(await mkdtemp(join(tmpdir(), 'brrt-watch-')));
  for (const folder of ['apps/shop/src/generated/clients', 'apps/stock/src']) {
    await mkdir(join(workspaceRoot, folder), { recursive: true });
  }
  await writeFile(join(workspaceRoot, 'apps/shop/src/generated/clients/stock.gen.ts'), '');
  const app = { name: 'shop', root: 'apps/shop', folder: join(workspaceRoot, 'apps/shop') };
  changes = [];
  watch = watchApp({ app, workspaceRoot }, (change) => changes.push(change));
});

afterEach(async () => {
  watch?.stop();
  await rm(workspaceRoot, { recursive: true });
});

it.each([
  ['apps/shop/openapi.yaml', true],
  ['apps/shop/openapi.live.overlay.yaml', true],
  ['apps/shop/openapi.lock.json', true],
  ['apps/shop/config.yaml', false],
  ['apps/shop/package.json', false],
  ['apps/shop/src/main.ts', false],
  ['apps/stock/openapi.yaml', true],
  ['apps/stock/openapi.overlay.yaml', true],
])('a saved %s is reported; part of a contract: %s', async (file, contract) => {
  await writeFile(join(workspaceRoot, 'apps/stock/src/other.ts'), '');
  await writeFile(join(workspaceRoot, 'apps/stock/other.overlay.yaml'), '');
  await writeFile(join(workspaceRoot, file), '');
  await expect.poll(() => changes, { timeout: 5_000 }).toEqual([{ files: [join(workspaceRoot, file)], contract }]);
});

it('a contract behind a symbolic link is reported as it is called here, wherever the link leads', async () => {
  const contract = join(workspaceRoot, 'apps/shop/openapi.yaml');
  const told = [{ files: [contract], contract: true }];
  for (const name of ['first.yaml', 'second.yaml']) {
    await writeFile(join(workspaceRoot, name), 'a');
    await rm(contract, { force: true });
    await symlink(`../../${name}`, contract);
    await expect.poll(() => changes, { timeout: 5_000 }).toEqual(told);
    watch?.follow([contract]);
    changes = [];
    await writeFile(join(workspaceRoot, name), 'b');
    await expect.poll(() => changes, { timeout: 5_000 }).toEqual(told);
    changes = [];
  }
});
