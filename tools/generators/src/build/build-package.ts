import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { build } from 'esbuild';
import { fetchPackage } from '../emit/emit-fetch-client.ts';
import { packageEntries } from '../emit/emit-package.ts';
import type { BuiltApp } from './build-app.ts';
import { declarationText, withModules } from './declaration-text.ts';

const typesFolder = 'runtime';

/**
 * Makes the `dist` of a generated package: modules and types that need no other package, neither Node nor `eval`.
 * `root`: relative to the workspace.
 */
export async function buildPackage(workspaceRoot: string, root: string): Promise<BuiltApp> {
  const folder = `${root}/dist`;
  const output = join(workspaceRoot, folder);
  await rm(output, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: workspaceRoot,
    entryPoints: packageEntries.map((entry) => `${root}/src/${entry}.ts`),
    outdir: folder,
    bundle: true,
    // What the parts have in common is there once.
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    metafile: true,
    logLevel: 'warning',
  });
  await writeTypes(join(workspaceRoot, root, 'src'), output);
  return { folder, bytes: Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function writeTypes(source: string, output: string): Promise<void> {
  const names = (await readdir(source, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  for (const name of names.filter((each) => each.endsWith('.ts') && !each.endsWith('.test.ts'))) {
    const text = declarationText(name, await readFile(join(source, name), 'utf8'));
    await write(
      join(output, name.replace(/\.ts$/, '.d.ts')),
      withModules(text, (module) => moduleFrom(name, module)),
    );
  }
  const library = dirname(createRequire(import.meta.url).resolve(`${fetchPackage}/package.json`));
  await cp(join(library, 'types'), join(output, typesFolder), { recursive: true });
}

function moduleFrom(file: string, module: string): string {
  if (module.startsWith('.')) return module.replace(/\.ts$/, '.js');
  if (module !== fetchPackage && !module.startsWith(`${fetchPackage}/`)) return module;
  const entry = module.slice(fetchPackage.length + 1) || 'index';
  const path = posix.relative(posix.dirname(file), `${typesFolder}/${entry}.js`);
  return path.startsWith('.') ? path : `./${path}`;
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
