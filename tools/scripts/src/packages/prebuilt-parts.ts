import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadPage } from '@brrt/dashboard/page';
import { createViewerFiles, docsFileNames } from '@brrt/router-core/docs';
import { build } from 'esbuild';

/** What a package brings ready-made, in the place of what makes it: users install nothing for that. By package, given its folder and that of the repository. */
export const prebuiltParts: Readonly<Record<string, (folder: string, root: string) => Promise<void>>> = {
  async '@brrt/dashboard'(folder) {
    await writePage(join(folder, 'page'));
    await removeModule(join(folder, 'src/page/build-page'));
  },
  async '@brrt/router-core'(folder) {
    await writeViewers(join(folder, 'viewers'));
    await removeModule(join(folder, 'src/docs/make-viewer-file'));
  },
  async 'create-brrt'(folder, root) {
    await build({
      entryPoints: [join(root, 'tools/create-brrt/src/main.ts')],
      outfile: join(folder, 'src/main.js'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      logLevel: 'warning',
    });
  },
};

async function removeModule(path: string): Promise<void> {
  for (const extension of ['.js', '.js.map', '.d.ts']) await rm(path + extension);
}

async function writePage(folder: string): Promise<void> {
  await mkdir(folder);
  for (const [path, { body, immutable, encoding }] of await loadPage()) {
    if (path === '/index.html') await writeFile(join(folder, 'index.html'), body);
    else if (immutable && encoding === 'gzip') await writeFile(join(folder, `${basename(path)}.gz`), body);
  }
}

async function writeViewers(folder: string): Promise<void> {
  const viewers = createViewerFiles(9);
  await mkdir(folder);
  for (const name of docsFileNames) {
    const octets = await viewers.read(name);
    if (octets !== undefined) await writeFile(join(folder, `${name}.gz`), octets);
  }
}
