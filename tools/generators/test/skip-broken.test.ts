import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logger } from '@nx/devkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildApp } from '../src/build/build-app.ts';
import type { App } from '../src/cli/app-folder.ts';
import { generate } from '../src/cli/commands/generate.ts';
import { lint } from '../src/cli/commands/lint.ts';
import handlerGenerator from '../src/generators/handler/generator.ts';
import serviceGenerator from '../src/generators/service/generator.ts';
import syncGenerator from '../src/generators/sync/generator.ts';
import { edit, emptyWorkspace, filesBelow, fixtures } from './generator-tree.ts';
import { typeCheck } from './type-check.ts';

const spec = join(fixtures, 'half-broken.yaml');
const wayOn =
  /2 of 3 operations cannot be read:\n {2}POST \/things: invalid-parameter at half-broken\.yaml:11\n {2}GET \/things\/\{id\}: invalid-pattern at half-broken\.yaml:23\n--skip-broken leaves them out \(they answer 501\) and serves the other 1 operation/;
const contractModule = 'apps/half/src/generated/contract.gen.ts';

async function halfWorkspace() {
  const tree = emptyWorkspace();
  const warn = vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
  await serviceGenerator(tree, { name: 'half', spec, skipBroken: true });
  const said = warn.mock.calls.flat().join('\n');
  warn.mockRestore();
  return { tree, said };
}

describe('nx g brrt:service --skip-broken', () => {
  it('without the option refuses, lists what is broken and names the way on', async () => {
    const tree = emptyWorkspace();
    await expect(serviceGenerator(tree, { name: 'half', spec })).rejects.toThrow(wayOn);
    expect(filesBelow(tree, 'apps')).toEqual({});
  });

  it('makes a service of the sound operations, says what is left out, and remembers', async () => {
    const { tree, said } = await halfWorkspace();
    expect(said).toContain('2 operations are left out and answer 501:\n');
    expect(tree.read(contractModule, 'utf8')).toContain('  skipBroken: true,\n');
    expect(tree.read('apps/half/src/handlers/index.ts', 'utf8')).toContain('= {\n  listThings: fromContract,\n};');
    expect(tree.read('apps/half/src/generated/types.gen.ts', 'utf8')).not.toContain('Broken');
    const files = Object.entries(filesBelow(tree, 'apps/half/src')).filter(
      ([path]) => !path.endsWith('service.test.ts'),
    );
    expect(await typeCheck(Object.fromEntries(files))).toEqual([]);
  });

  it('is in sync, and changes nothing when it runs again, also without the option', async () => {
    const { tree } = await halfWorkspace();
    const before = filesBelow(tree, '');
    expect(await syncGenerator(tree)).toEqual({});
    await serviceGenerator(tree, { name: 'half', spec });
    await serviceGenerator(tree, { name: 'half' });
    expect(filesBelow(tree, '')).toEqual(before);
  });

  it('ends with --no-skip-broken, which refuses as long as something is broken', async () => {
    const { tree } = await halfWorkspace();
    await expect(serviceGenerator(tree, { name: 'half', skipBroken: false })).rejects.toThrow('2 of 3 operations');
    edit(tree, 'apps/half/openapi.yaml', ['in: body', 'in: query']);
    edit(tree, 'apps/half/openapi.yaml', ["pattern: '('", 'pattern: a']);
    await serviceGenerator(tree, { name: 'half', skipBroken: false });
    expect(tree.read(contractModule, 'utf8')).not.toContain('skipBroken');
    edit(tree, 'apps/half/openapi.yaml', ['in: query', 'in: body']);
    await expect(syncGenerator(tree)).rejects.toThrow('1 of 3 operations');
  });

  it('enters an operation that was mended, and names a handler whose operation broke', async () => {
    const { tree } = await halfWorkspace();
    edit(tree, 'apps/half/openapi.yaml', ['in: body', 'in: query']);
    const mended = await syncGenerator(tree);
    expect(mended.outOfSyncDetails?.join('\n')).toContain('addThing answers from the contract');
    await handlerGenerator(tree, { service: 'half', operation: 'addThing' });
    edit(tree, 'apps/half/openapi.yaml', ['in: query', 'in: body']);
    const broken = await syncGenerator(tree);
    expect(broken.outOfSyncDetails?.join('\n')).toContain(
      'addThing cannot be read and is left out; nothing was deleted. Mend the contract, or remove its entry',
    );
    await expect(handlerGenerator(tree, { service: 'half', operation: 'getThing' })).rejects.toThrow(
      '1 operation is left out and answers 501:\n  GET /things/{id}: invalid-pattern',
    );
  });

  it('keeps what is broken broken where a contract of several files becomes one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'brrt-spec-'));
    try {
      await cp(spec, join(folder, 'rest.yaml'));
      await writeFile(
        join(folder, 'openapi.yaml'),
        "openapi: 3.1.0\ninfo: { title: Two, version: '1' }\npaths:\n  /things: { $ref: 'rest.yaml#/paths/~1things' }\n",
      );
      const tree = emptyWorkspace();
      vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
      await serviceGenerator(tree, { name: 'half', spec: join(folder, 'openapi.yaml'), skipBroken: true });
      vi.restoreAllMocks();
      expect(tree.read('apps/half/openapi.yaml', 'utf8')).toContain(
        'x-brrt-unreadable: invalid-parameter at rest.yaml:11',
      );
      expect(await syncGenerator(tree)).toEqual({});
      await expect(serviceGenerator(tree, { name: 'half', skipBroken: false })).rejects.toThrow('left-out');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a service made so', () => {
  let workspaceRoot = '';
  let app: App;
  beforeAll(async () => {
    const top = join(import.meta.dirname, '../../../tmp');
    await mkdir(top, { recursive: true });
    workspaceRoot = await mkdtemp(join(top, 'skip-broken-'));
    app = { name: 'half', root: 'apps/half', folder: join(workspaceRoot, 'apps/half') };
    const { tree } = await halfWorkspace();
    for (const [path, text] of Object.entries(filesBelow(tree, 'apps/half'))) {
      await mkdir(join(workspaceRoot, path, '..'), { recursive: true });
      await writeFile(join(workspaceRoot, path), text);
    }
    await writeFile(join(workspaceRoot, 'tsconfig.base.json'), '{}');
  });
  afterAll(() => rm(workspaceRoot, { recursive: true, force: true }));

  async function run(command: typeof generate, ...args: readonly string[]) {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const code = await command.run(args, { workspaceRoot, env: {}, print: say, warn: say, forward: say });
    return { code, output: lines.join('\n') };
  }

  /** What `GET /things`, `POST /things` and `DELETE /things` answer, as status and code. */
  async function answers(main: string): Promise<readonly unknown[]> {
    const program = spawn(process.execPath, [main], {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let output = '';
      for await (const chunk of program.stdout) {
        output += String(chunk);
        const url = /"url":"([^"]+)"/.exec(output)?.[1];
        if (url === undefined) continue;
        const ask = async (method: string) => {
          const response = await fetch(`${url}/things`, { method });
          const { code, name } = (await response.json()) as { readonly code?: string; readonly name?: string };
          return [response.status, code ?? name, response.headers.get('allow')];
        };
        return [await ask('GET'), await ask('POST'), await ask('DELETE')];
      }
      return [output];
    } finally {
      program.kill('SIGTERM');
      if (program.exitCode === null) await once(program, 'exit');
    }
  }

  const want = [
    [200, 'lamp', null],
    [501, 'ERR_OPERATION_NOT_READABLE', null],
    [405, 'ERR_METHOD_NOT_ALLOWED', 'GET, POST, HEAD, OPTIONS'],
  ];

  it('answers alike in development and as a build', async () => {
    expect(await answers(join(app.folder, 'src/main.ts'))).toEqual(want);
    const { folder } = await buildApp(workspaceRoot, app);
    expect(await answers(join(workspaceRoot, folder, 'main.mjs'))).toEqual(want);
    expect(await readFile(join(workspaceRoot, folder, 'main.mjs'), 'utf8')).not.toContain(workspaceRoot);
  });

  it('is generated anew as it was made, refused by --no-skip-broken, and taken again by --skip-broken', async () => {
    expect(await run(generate, 'half')).toMatchObject({
      code: 0,
      output: expect.stringContaining('2 operations are left out'),
    });
    expect(await run(generate, 'half', '--no-skip-broken')).toMatchObject({
      code: 1,
      output: expect.stringContaining('--skip-broken leaves them out'),
    });
    const file = join(workspaceRoot, contractModule);
    await writeFile(file, (await readFile(file, 'utf8')).replace('  skipBroken: true,\n', ''));
    expect((await run(generate, 'half')).code).toBe(1);
    expect(await run(generate, 'half', '--skip-broken')).toMatchObject({
      code: 0,
      output: expect.stringContaining(`wrote ${contractModule}`),
    });
    expect(await readFile(file, 'utf8')).toContain('  skipBroken: true,\n');
  });

  it('has a contract that still fails brrt lint', async () => {
    const { code, output } = await run(lint, join(app.folder, 'openapi.yaml'));
    expect(code).toBe(1);
    expect(output).toContain('2 of 3 operations cannot be read:');
    const { output: json } = await run(lint, join(app.folder, 'openapi.yaml'), '--json');
    expect(JSON.parse(json)).toMatchObject({
      errors: 2,
      soundOperations: 1,
      brokenOperations: [
        { method: 'POST', path: '/things' },
        { method: 'GET', path: '/things/{id}' },
      ],
    });
  });
});
