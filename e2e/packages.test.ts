import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImports } from '../tools/generators/src/layers/read-imports.ts';
import { type BuiltPackage, buildPackages } from '../tools/scripts/src/packages/build-packages.ts';
import { installBuilt } from '../tools/scripts/src/packages/install-built.ts';
import { runProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

// What `npm run test:packages` does with a registry and a whole workspace is done here with the packages alone, in seconds.

let folder = '';
let built: readonly BuiltPackage[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'brrt-packages-')));
  built = await buildPackages(workspaceRoot, join(folder, 'built'));
  const user = join(folder, 'user');
  await mkdir(user);
  await writeFile(join(user, 'package.json'), '{ "type": "module" }');
  await installBuilt(workspaceRoot, user, built);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every module that a package offers, as its users name it. */
function entries(): readonly string[] {
  return built.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((entry) => !entry.endsWith('.json'))
      .map((entry) => name + entry.slice(1)),
  );
}

const user = (program: string, ...args: readonly string[]) => runProgram(program, args, { cwd: join(folder, 'user') });

describe('built packages', () => {
  it('load in plain Node, every entry of each', async () => {
    // The command line acts when it is loaded.
    const loaded = entries().filter((entry) => entry !== 'brrt/cli');
    expect(loaded.length).toBeGreaterThan(30);
    await writeFile(
      join(folder, 'user/load.mjs'),
      `for (const entry of ${JSON.stringify(loaded)}) {
  const module = await import(entry).catch((error) => console.log(entry, error.stack));
  if (module !== undefined && Object.keys(module).length === 0) console.log(entry, 'exports nothing');
}`,
    );
    const { code, output } = await user(process.execPath, 'load.mjs');
    expect([code, output]).toEqual([0, '']);
  });

  it('have types for every entry, those of what they depend on included', async () => {
    const typed = entries().filter((entry) => !/^brrt(?:$|\/cli$)/.test(entry));
    const names = typed.map((entry, index) => `export * as m${index} from '${entry}';\n`);
    await writeFile(join(folder, 'user/index.ts'), names.join(''));
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2024',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
      typeRoots: [join(workspaceRoot, 'node_modules/@types')],
    };
    await writeFile(join(folder, 'user/tsconfig.json'), JSON.stringify({ compilerOptions, files: ['index.ts'] }));
    const { output } = await user(
      process.execPath,
      join(workspaceRoot, 'node_modules/typescript-native/bin/tsc'),
      '--pretty',
      'false',
    );
    const ours = output.split('\n').filter((line) => /^(?:index\.ts|[^(]*node_modules\/@?brrt\/)/.test(line));
    expect(ours).toEqual([]);
  });

  it('declare what they import', async () => {
    const undeclared: string[] = [];
    for (const { name, folder: place, manifest } of built) {
      const known = new Set([name, ...Object.keys(manifest.dependencies ?? {})]);
      for (const file of (await readdir(place, { recursive: true })).filter((each) => /\.(?:js|d\.ts)$/.test(each)))
        for (const { specifier } of readImports(file, await readFile(join(place, file), 'utf8')))
          if (!/^(?:\.|node:)/.test(specifier) && !known.has(packageOf(specifier)))
            undeclared.push(`${name}/${file} ${specifier}`);
    }
    expect(undeclared).toEqual([]);
  });

  it('name no file that is TypeScript only here', async () => {
    const named: string[] = [];
    for (const { folder: place } of built)
      for (const file of (await readdir(place, { recursive: true })).filter((each) => /\.c?js$/.test(each)))
        for (const [text] of (await readFile(join(place, file), 'utf8')).matchAll(
          /(?:import\.meta\.resolve|new URL|require)\([^)\n]*\.ts\W/g,
        ))
          named.push(`${file}: ${text}`);
    expect(named).toEqual([]);
  });

  it('have no test, no source beside its module, and maps that have it in them', async () => {
    for (const { folder: place } of built) {
      const files = await readdir(place, { recursive: true });
      expect(files.filter((file) => /\.test\.|\.fixture\.|testdata|testing|(?<!\.d)\.ts$|\.tsx$/.test(file))).toEqual(
        [],
      );
      expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json']));
      for (const map of files.filter((file) => file.endsWith('.js.map')))
        expect(JSON.parse(await readFile(join(place, map), 'utf8')).sourcesContent).toHaveLength(1);
    }
  });

  it('answer from the command line', async () => {
    const brrt = join(folder, 'user/node_modules/brrt/bin/brrt.cjs');
    const { code, output } = await user(
      process.execPath,
      brrt,
      'lint',
      join(workspaceRoot, 'apps/user-service/openapi.yaml'),
    );
    expect([code, output]).toEqual([0, expect.stringContaining('openapi.yaml')]);
  });
});

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
