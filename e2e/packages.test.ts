import { chmod, cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImports } from '../tools/generators/src/layers/read-imports.ts';
import { type BuiltPackage, buildPackages } from '../tools/scripts/src/packages/build-packages.ts';
import { installBuilt } from '../tools/scripts/src/packages/install-built.ts';
import { findFreePort } from './support/free-port.ts';
import { runProgram, startProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

// What `npm run test:packages` does with a registry and a whole workspace is done here with the packages alone, in seconds.

const contract = join(workspaceRoot, 'tools/generators/starter/openapi.yaml');
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

const gitIdentity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};
const user = (program: string, ...args: readonly string[]) =>
  runProgram(program, args, { cwd: join(folder, 'user'), env: gitIdentity });

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
        expect(JSON.parse(await readFile(join(place, map), 'utf8'))).toMatchObject({
          sources: [basename(map).replace('.js.map', '.ts')],
          sourcesContent: [expect.any(String)],
        });
    }
  });

  it.each([
    ['lint', []],
    ['generate', ['--out', 'api', '--standalone']],
    ['diff', [contract]],
  ])('answer from the command line: brrt %s', async (command, args) => {
    const brrt = join(folder, 'user/node_modules/brrt/bin/brrt.cjs');
    const { code, output } = await user(process.execPath, brrt, command, contract, ...args);
    expect([code, output]).toEqual([0, expect.stringMatching(/./)]);
  });

  it('serve a contract without a workspace', async () => {
    const port = await findFreePort();
    const brrt = join(folder, 'user/node_modules/brrt/bin/brrt.cjs');
    const args = [brrt, 'serve', contract, '--port', String(port)];
    await using running = startProgram(process.execPath, args, { cwd: join(folder, 'user') });
    await running.printed(/is ready at/);
    expect((await fetch(`http://127.0.0.1:${port}/openapi.json`)).status).toBe(200);
  });
});

describe('a workspace made of them', () => {
  const workspace = (): string => join(folder, 'user/my-shop');
  const nx = (...args: readonly string[]) =>
    runProgram(join(workspace(), 'node_modules/.bin/nx'), args, { cwd: workspace() });

  beforeAll(async () => {
    const create = join(folder, 'built/create-brrt/src/main.js');
    const { code, output } = await user(process.execPath, create, 'my-shop', '--skip-install');
    expect([code, output]).toEqual([0, expect.stringContaining('npm install')]);
    await installBuilt(workspaceRoot, workspace(), built);
    await linkTools(workspace());
  });

  it('has a service that passes what CI runs', async () => {
    const made = await nx('g', 'brrt:service', 'orders', '--spec', 'node_modules/brrt/starter/openapi.yaml');
    expect(made.code, made.output).toBe(0);
    for (const args of [['sync:check'], ['run-many', '-t', 'lint', 'typecheck', 'test', 'build']]) {
      const { code, output } = await nx(...args);
      expect(code, output).toBe(0);
    }
  });

  it('has a build that runs alone, without eval', async () => {
    const port = await findFreePort();
    const cwd = join(folder, 'alone');
    await cp(join(workspace(), 'dist/apps/orders'), cwd, { recursive: true });
    const flags = ['--disallow-code-generation-from-strings', 'main.mjs'];
    await using running = startProgram(process.execPath, flags, { cwd, env: { PORT: String(port) } });
    await running.printed(/listens on/);
    expect((await fetch(`http://127.0.0.1:${port}/orders`)).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${port}/docs/scalar.js`)).status).toBe(200);
  });
});

/** What a workspace takes from others, as installed here. */
async function linkTools(workspace: string): Promise<void> {
  const { devDependencies } = JSON.parse(await readFile(join(workspace, 'package.json'), 'utf8'));
  const installed = join(workspaceRoot, 'node_modules');
  for (const name of Object.keys(devDependencies).filter((each) => each !== 'brrt')) {
    await mkdir(dirname(join(workspace, 'node_modules', name)), { recursive: true });
    await symlink(join(installed, name), join(workspace, 'node_modules', name));
  }
  const programs = join(workspace, 'node_modules/.bin');
  await mkdir(programs);
  for (const name of ['nx', 'biome', 'vitest', 'node'])
    await symlink(await realpath(join(installed, '.bin', name)), join(programs, name));
  await symlink('../brrt/bin/brrt.cjs', join(programs, 'brrt'));
  await chmod(join(workspace, 'node_modules/brrt/bin/brrt.cjs'), 0o755);
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
