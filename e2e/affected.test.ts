import { execFileSync } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runProgram } from './support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy, workspaceRoot } from './support/workspace-copy.ts';

const nxProgram = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');

let copy: WorkspaceCopy;

const nx = (...args: readonly string[]) => runProgram(process.execPath, [nxProgram, ...args], { cwd: copy.root });
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: copy.root,
    encoding: 'utf8',
  });

/** Commits what `change` does, with all that follows from it, and says which apps and libraries that touches. */
async function affectedBy(change: () => Promise<void>): Promise<readonly string[]> {
  await change();
  const sync = await nx('sync');
  expect(sync.code, sync.output).toBe(0);
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'change');
  const { code, output, errors } = await nx('show', 'projects', '--affected', '--base=HEAD~1', '--head=HEAD', '--json');
  expect(code, output).toBe(0);
  const names: unknown = JSON.parse(output.replace(errors, '').trim().split('\n').at(-1) ?? '');
  return Array.isArray(names) ? names.map(String).toSorted() : [];
}

async function replace(path: string, from: string | RegExp, to: string): Promise<void> {
  const file = join(copy.root, path);
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(from);
  await writeFile(file, text.replace(from, to));
}

beforeAll(async () => {
  copy = await copyWorkspace();
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
});

afterAll(() => copy[Symbol.asyncDispose]());

describe('nx affected', () => {
  it('is nothing after a comment in a README', async () => {
    expect(await affectedBy(() => appendFile(join(copy.root, 'README.md'), '\n<!-- a comment -->\n'))).toEqual([]);
    expect(await affectedBy(() => writeFile(join(copy.root, 'apps/petstore/README.md'), '# Pets\n'))).toEqual([]);
  });

  it('is one service after a change of its handler', async () => {
    const change = () => appendFile(join(copy.root, 'apps/petstore/src/handlers/get-inventory.ts'), '// changed\n');
    expect(await affectedBy(change)).toEqual(['petstore']);
  });

  it('is one service after a change of an operation that nobody else calls', async () => {
    const change = () =>
      replace(
        'apps/petstore/openapi.yaml',
        /operationId: get_matrix\n/,
        'operationId: get_matrix\n      x-changed: true\n',
      );
    expect(await affectedBy(change)).toEqual(['petstore']);
  });

  it('is the service and who calls it after a change of an operation that they call', async () => {
    const change = () =>
      replace(
        'apps/user-service/openapi.yaml',
        /operationId: getUser\n/,
        'operationId: getUser\n      deprecated: true\n',
      );
    expect(await affectedBy(change)).toEqual(['bff', 'user-service']);
  });

  it('is every service after a change of a library that all have', async () => {
    const change = () => appendFile(join(copy.root, 'libs/router-core/src/index.ts'), '// changed\n');
    expect(await affectedBy(change)).toEqual(
      expect.arrayContaining(['bff', 'petstore', '@brrt/router-core', 'user-service']),
    );
  });
});

describe('a task that was done', () => {
  const lintSpecs = async (): Promise<string> => {
    const { code, output } = await nx('run-many', '-t', 'lint-spec', '--output-style=static');
    expect(code, output).toBe(0);
    return output;
  };
  const done = (output: string): readonly string[] =>
    [...output.matchAll(/nx run ([\w-]+):lint-spec(?! +\[)$/gm)].map(([, name = '']) => name).toSorted();

  it('is not done again until a file changes that it reads', async () => {
    expect(done(await lintSpecs())).toEqual(['bff', 'petstore', 'user-service']);
    await appendFile(join(copy.root, 'apps/petstore/src/handlers/get-inventory.ts'), '// again\n');
    await appendFile(join(copy.root, 'apps/petstore/README.md'), 'More.\n');
    expect(done(await lintSpecs())).toEqual([]);
    await appendFile(join(copy.root, 'apps/petstore/openapi.yaml'), '# changed\n');
    expect(done(await lintSpecs())).toEqual(['petstore']);
  });
});

describe('the workflow of GitHub Actions', () => {
  it('checks what a change touches, and nothing else', async () => {
    const text = await readFile(join(workspaceRoot, '.github/workflows/ci.yml'), 'utf8');
    const steps: readonly { readonly run?: string }[] = parse(text).jobs.affected.steps;
    // What npm installed is here already.
    const commands = steps.flatMap(({ run }) => (run === undefined || run === 'npm ci' ? [] : [run]));
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', 'before');
    await appendFile(join(copy.root, 'apps/user-service/src/handlers/index.ts'), '// changed\n');
    git('commit', '-qam', 'change');
    const env = { NX_BASE: 'HEAD~1', NX_HEAD: 'HEAD', GITHUB_ENV: join(copy.root, 'tmp-environment') };
    const outputs: string[] = [];
    for (const command of commands) {
      const { code, output } = await runProgram('bash', ['-e', '-c', command], { cwd: copy.root, env });
      expect(code, `${command}\n${output}`).toBe(0);
      outputs.push(output);
    }
    const tasks = [...outputs.join('\n').matchAll(/nx run ([\w@/-]+):(lint|typecheck|test|build|contract)/g)];
    expect(new Set(tasks.map(([, project]) => project))).toEqual(new Set(['user-service']));
    expect(new Set(tasks.map(([, , target]) => target)).size).toBeGreaterThanOrEqual(4);
  });
});
