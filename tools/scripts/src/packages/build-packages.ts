import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { emitted, packedManifest, type SourceManifest } from './packed-manifest.ts';
import { prebuiltParts } from './prebuilt-parts.ts';

/** One package as npm publishes it. */
export interface BuiltPackage {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: SourceManifest;
}

interface Source {
  /** Relative to the repository. */
  readonly folder: string;
  readonly manifest: SourceManifest;
}

/** Makes every package of the repository in a folder of its own under `output`, which is emptied. */
export async function buildPackages(root: string, output: string): Promise<readonly BuiltPackage[]> {
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const sources = await readSources(root);
  const own = new Set(sources.map(({ manifest }) => manifest.name));
  const repository = process.env.GITHUB_REPOSITORY || undefined;
  const compiled = await mkdtemp(join(output, '.compiled-'));
  await compile(root, compiled);
  const built: BuiltPackage[] = [];
  for (const { folder, manifest } of sources) {
    const target = join(output, manifest.name);
    const packed = packedManifest(manifest, { folder, own, repository });
    await mkdir(target, { recursive: true });
    if (existsSync(join(compiled, folder))) await cp(join(compiled, folder), target, { recursive: true });
    await copyRest(join(root, folder), target);
    await cp(join(root, 'LICENSE'), join(target, 'LICENSE'));
    await writeFile(join(target, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
    await prebuiltParts[manifest.name]?.(target, root);
    built.push({ name: manifest.name, folder: target, manifest: packed });
  }
  await rm(compiled, { recursive: true });
  return built;
}

async function readSources(root: string): Promise<readonly Source[]> {
  const libraries = await readdir(join(root, 'libs'));
  const folders = [...libraries.map((name) => `libs/${name}`), 'tools/generators', 'tools/create-brrt'];
  return Promise.all(
    folders.map(async (folder) => ({
      folder,
      manifest: JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')),
    })),
  );
}

/** All at once: modules, declarations and maps that have the source in them, folders as they are. */
async function compile(root: string, output: string): Promise<void> {
  const compiler = join(root, 'node_modules/typescript-native/bin/tsc');
  const args = [compiler, '-p', join(root, 'tsconfig.packages.json'), '--outDir', output];
  if ((await runCommand({ program: process.execPath, args })) !== 0) throw new TypeError('The packages do not compile');
  for (const file of await readdir(output, { recursive: true })) {
    if (file.endsWith('.d.ts')) await rewrite(join(output, file), withEmittedNames);
    if (file.endsWith('.js.map')) await rewrite(join(output, file), (text) => besideModule(text, file));
  }
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

/** Declarations keep the names of sources, which a package has not. */
function withEmittedNames(text: string): string {
  return text.replaceAll(/(?<=\b(?:from |import\(|import )(['"])\.[^'"\n]*)\.ts(?=\1)/g, '.js');
}

/** A trace names a file of the package, not one of where it was built; its text is in the map. */
function besideModule(text: string, file: string): string {
  return JSON.stringify({ ...JSON.parse(text), sources: [basename(file).replace(/\.js\.map$/, '.ts')] });
}

const skipped: ReadonlySet<string> = new Set(['node_modules', 'test', 'testdata', 'testing', 'ui']);
const isCopied = (file: string): boolean => !/(?<!\.d)\.tsx?$|^(?:package|tsconfig)\.json$/.test(file);

/** Whatever a package has that is not compiled: its README, schemas, programs of CommonJS. */
async function copyRest(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) await copyRest(source, target);
    } else if (entry.name === 'generators.json') {
      await writeFile(target, emittedFactories(await readFile(source, 'utf8')));
    } else if (isCopied(entry.name)) {
      await mkdir(dirname(target), { recursive: true });
      await cp(source, target);
    }
  }
}

function emittedFactories(text: string): string {
  return text.replaceAll(/(?<="factory": ")[^"]*/g, emitted);
}
