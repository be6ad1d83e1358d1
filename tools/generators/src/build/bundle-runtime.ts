import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { fetchPackage } from '../emit/emit-fetch-client.ts';
import { runtimeFolder } from '../emit/emit-plain.ts';
import type { EmittedFile } from '../emit/emitted-file.ts';

const entries = ['index', 'checks', 'places'] as const;

/** What clients on `fetch` import, as modules and types that need no package: neither Node nor `eval`. */
export async function bundleRuntime(header: string): Promise<readonly EmittedFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: Object.fromEntries(
      entries.map((entry) => [entry, entry === 'index' ? fetchPackage : `${fetchPackage}/${entry}`]),
    ),
    outdir: '/',
    bundle: true,
    // What the parts have in common is there once.
    splitting: true,
    chunkNames: 'shared-[hash]',
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  const named = withPlainNames(
    outputFiles.map(({ path, text }) => ({ name: basename(path), text: withoutPaths(text) })),
  );
  const modules = named.map(({ name, text }) => fileOf(name, `${header}${text}`));
  const library = dirname(createRequire(import.meta.url).resolve(`${fetchPackage}/package.json`));
  const types = await Promise.all(
    entries.map(async (entry) => {
      const text = await readFile(join(library, `types/${entry}.d.ts`), 'utf8');
      return fileOf(`${entry}.d.ts`, text.replace(/^(?:\/\/ .*\n)*/, header));
    }),
  );
  return [...modules, ...types];
}

function fileOf(name: string, text: string): EmittedFile {
  return { path: `${runtimeFolder}/${name}`, text, owner: 'generator' };
}

interface Module {
  readonly name: string;
  readonly text: string;
}

/** Comments that name folders of this machine. */
function withoutPaths(text: string): string {
  return text.replaceAll(/^\/\/ \S+\.[cm]?[jt]s\n/gm, '');
}

/** esbuild makes its hashes of paths of this machine too. */
function withPlainNames(modules: readonly Module[]): readonly Module[] {
  const hashed = /shared-[A-Z0-9]{8}/g;
  const plain = (text: string): string => text.replaceAll(hashed, 'shared');
  const shared = modules.filter(({ name }) => name.startsWith('shared-'));
  const sorted = shared.toSorted((a, b) => (plain(a.text) < plain(b.text) ? -1 : 1));
  const names = new Map(sorted.map(({ name }, index) => [name.replace('.js', ''), `shared-${index + 1}`]));
  const renamed = (text: string): string => text.replaceAll(hashed, (name) => names.get(name) ?? name);
  return modules.map(({ name, text }) => ({ name: renamed(name), text: renamed(text) }));
}
