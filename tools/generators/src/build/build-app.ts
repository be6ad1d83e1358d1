import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createViewerFiles, docsFileNames } from '@brrt/router-core/docs';
import { parsedConfigsName, printConfigs } from '@brrt/router-core/print-configs';
import { build } from 'esbuild';
import type { App } from '../cli/app-folder.ts';
import { compileContract } from './compile-contract.ts';
import { patchFindMyWay } from './patch-find-my-way.ts';
import { requireBuiltins } from './require-builtins.ts';
import { oldestNode, requireNode } from './require-node.ts';

/** What `nx build` made of an app. */
export interface BuiltApp {
  /** Relative to the workspace. */
  readonly folder: string;
  /** Size of the code without its source maps. */
  readonly bytes: number;
}

// CommonJS parts of the bundle expect these three, which ECMAScript modules do not have.
const banner = `import { createRequire as brrtCreateRequire } from 'node:module';
const require = brrtCreateRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;`;

const configFiles = ['config.yaml', 'config.development.yaml', 'config.production.yaml'];

/**
 * Bundles `src/main.ts` with everything it imports into `main.mjs` and what it loads later, which need neither node_modules nor
 * `eval`, the data of its contract beside it.
 * @throws SpecError when the contract is broken
 */
export async function buildApp(workspaceRoot: string, app: App): Promise<BuiltApp> {
  const folder = `dist/${app.root}`;
  const output = join(workspaceRoot, folder);
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: workspaceRoot,
    entryPoints: [`${app.root}/src/main.ts`],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is loaded only when it is needed, as OpenTelemetry's SDK, is a file of its own.
    splitting: true,
    metafile: true,
    platform: 'node',
    target: `node${oldestNode}`,
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    banner: { js: banner },
    // A native driver that pg takes when it is there; the one in JavaScript is always taken here.
    external: ['pg-native'],
    plugins: [compileContract({ workspaceRoot, app, output }), patchFindMyWay, requireBuiltins],
    logLevel: 'warning',
  });
  await requireNode(output);
  const manifest = { type: 'module', main: 'main.mjs', engines: { node: `>=${oldestNode}` } };
  await writeFile(join(output, 'package.json'), `${JSON.stringify(manifest)}\n`);
  await writeViewers(join(output, 'docs'));
  await copyConfigs(app.folder, output);
  const code = Object.entries(metafile.outputs).filter(([file]) => file.endsWith('.mjs'));
  return { folder, bytes: code.reduce((sum, [, { bytes }]) => sum + bytes, 0) };
}

// Of hundreds of builds the files are the same: compressed once.
const viewers = createViewerFiles(9);

/** What `/docs` shows: the configuration beside the build says which of the viewers. */
async function writeViewers(folder: string): Promise<void> {
  await mkdir(folder);
  for (const name of docsFileNames) {
    const octets = await viewers.read(name);
    if (octets !== undefined) await writeFile(join(folder, `${name}.gz`), octets);
  }
}

async function copyConfigs(from: string, to: string): Promise<void> {
  const texts: Record<string, string> = {};
  for (const name of configFiles) {
    const text = await readIfPresent(join(from, name));
    if (text === undefined) continue;
    await writeFile(join(to, name), text);
    texts[name] = text;
  }
  await writeFile(join(to, parsedConfigsName), printConfigs(texts));
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return undefined;
  }
}
