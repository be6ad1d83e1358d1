import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newWorkspace } from './new.ts';

const repository = resolve(import.meta.dirname, '../../../../..');
let parent = '';
beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'brrt-new-')));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(parent, { recursive: true });
});

async function run(...args: readonly string[]) {
  const [printed, warned]: [string[], string[]] = [[], []];
  const context = { print: (line: string) => printed.push(line), warn: (line: string) => warned.push(line) };
  const code = await newWorkspace.run(args, context as never);
  return { code, printed: printed.join('\n'), warned: warned.join('\n') };
}

const files = [
  '.github/workflows/ci.yml',
  '.gitignore',
  '.npmrc',
  '.nxignore',
  'AGENTS.md',
  'README.md',
  'biome.json',
  'nx.json',
  'package.json',
  'tsconfig.base.json',
  'vitest.config.ts',
];

function filesIn(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return all.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
}

describe('brrt new', () => {
  it('writes a workspace and says what to do next', async () => {
    const { code, printed } = await run(join(parent, 'My Shop'), '--skip-install', '--skip-git');
    expect(code).toBe(0);
    expect(filesIn(join(parent, 'My Shop'))).toEqual(files);
    expect(JSON.parse(readFileSync(join(parent, 'My Shop/package.json'), 'utf8')).name).toBe('my-shop');
    expect(printed).toMatch(/^ {2}npm install$/m);
    expect(printed).toMatch(/^ {2}npx nx g brrt:service orders --spec node_modules\/brrt\/starter\/openapi\.yaml$/m);
    expect(printed).toMatch(/^ {2}npm start$/m);
    expect(printed).toMatch(/^ {2}cd '.*My Shop'$/m);
  });

  it('gives its result to machines', async () => {
    const { printed } = await run(join(parent, 'shop'), '--empty', '--skip-install', '--skip-git', '--json');
    const report = { folder: join(parent, 'shop'), installed: false, committed: false, problems: [] };
    expect(JSON.parse(printed)).toMatchObject(report);
    expect(JSON.parse(printed).files.toSorted()).toEqual(files);
  });

  it('makes a first commit, and none inside of another repository', async () => {
    const outside = await run(join(parent, 'shop'), '--empty', '--skip-install', '--json');
    expect(JSON.parse(outside.printed).committed).toBe(outside.code === 0);
    expect(existsSync(join(parent, 'shop/.git'))).toBe(true);
    const inside = await run(join(parent, 'shop/inner'), '--empty', '--skip-install', '--json');
    expect(JSON.parse(inside.printed)).toMatchObject({ committed: false, problems: [] });
    expect(existsSync(join(parent, 'shop/inner/.git'))).toBe(false);
  });

  it('says what is left to do when npm cannot install, and keeps what it wrote', async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9');
    vi.stubEnv('npm_config_fetch_retries', '0');
    const { code, printed } = await run(join(parent, 'shop'), '--skip-git');
    expect(code).toBe(1);
    expect(printed).toMatch(/But npm install failed: run it again in the new folder\.[\s\S]*^ {2}npm install$/m);
    expect(filesIn(join(parent, 'shop'))).toEqual(files);
  });

  it('writes nothing with --dry-run', async () => {
    const { code, printed } = await run(join(parent, 'shop'), '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(printed).wouldWrite.toSorted()).toEqual(files);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('leaves alone a folder that has something in it', async () => {
    mkdirSync(join(parent, 'shop'));
    writeFileSync(join(parent, 'shop/notes.txt'), 'mine');
    const { code, warned } = await run(join(parent, 'shop'), '--skip-install', '--skip-git');
    expect(code).toBe(1);
    expect(warned).toMatch(/is not empty: it has notes\.txt/);
    expect(filesIn(parent)).toEqual(['shop/notes.txt']);
  });

  it('takes a repository that has nothing in it yet, and leaves the first commit to its owner', async () => {
    mkdirSync(join(parent, 'shop'));
    spawnSync('git', ['init', '-q'], { cwd: join(parent, 'shop') });
    const { code, printed } = await run(join(parent, 'shop'), '--empty', '--skip-install', '--json');
    expect([code, JSON.parse(printed)]).toMatchObject([0, { committed: false, problems: [] }]);
    expect(existsSync(join(parent, 'shop/package.json'))).toBe(true);
  });

  it.each([
    ['no folder', []],
    ['two folders', ['a', 'b']],
    ['a contract that is not there', ['a', '--spec', 'no-such.yaml']],
    ['a name that is none', ['a', '--service', 'Or ders']],
    ['a name that every object has', ['a', '--service', 'constructor']],
    ['a name that is too long', ['a', '--service', 'a'.repeat(41)]],
  ])('takes %s for a mistake of the call', async (_name, args) => {
    await expect(run(...args)).rejects.toThrow(TypeError);
    expect(existsSync('a')).toBe(false);
  });
});

describe('a new workspace', () => {
  const read = (file: string): string => readFileSync(join(parent, 'shop', file), 'utf8');
  const ours = (file: string): string => readFileSync(join(repository, file), 'utf8');
  beforeEach(() => run(join(parent, 'shop'), '--empty', '--skip-install', '--skip-git'));

  it.each(['.github/workflows/ci.yml', '.npmrc', '.nxignore'])('has the %s of this repository', (file) => {
    expect(read(file)).toBe(ours(file));
  });

  it.each(['tsconfig.base.json', 'nx.json'])('has the settings of %s that this repository has', (file) => {
    expect(JSON.parse(ours(file))).toMatchObject(JSON.parse(read(file)));
  });

  it('is formatted as its own Biome wants it', () => {
    const biome = join(repository, 'node_modules/.bin/biome');
    // Without a commit there is nothing to ask git about.
    const args = ['ci', '--vcs-enabled=false'];
    const { status, stderr } = spawnSync(biome, args, { cwd: join(parent, 'shop'), encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('is made with the versions that this repository is tested with', () => {
    const { dependencies, devDependencies, optionalDependencies, allowScripts } = JSON.parse(read('package.json'));
    const known = JSON.parse(ours('package.json'));
    expect(known.devDependencies).toMatchObject(devDependencies);
    expect(known.optionalDependencies).toEqual(optionalDependencies);
    expect(known.allowScripts).toMatchObject(allowScripts);
    const { version } = JSON.parse(ours('tools/generators/package.json'));
    for (const name of Object.keys(dependencies)) {
      expect(JSON.parse(ours(`${name.replace('@brrt/', 'libs/')}/package.json`)).version).toBe(version);
      expect(dependencies[name]).toBe(version);
    }
  });
});
