import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '@brrt/router-core/config';
import { loadServiceModel } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOperation } from './support/call-operation.ts';
import { findFreePort } from './support/free-port.ts';
import { type RunningProgram, runProgram, startProgram } from './support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy, workspaceRoot } from './support/workspace-copy.ts';

// Not through npx, which leaves Nx behind when it is told to end.
const nxProgram = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');

let copy: WorkspaceCopy;
const nx = (...args: readonly string[]) => runProgram('npx', ['nx', ...args], { cwd: copy.root });

beforeAll(async () => {
  copy = await copyWorkspace();
});

afterAll(() => copy[Symbol.asyncDispose]());

describe('npx nx g brrt:service', () => {
  beforeAll(async () => {
    const { code, output } = await nx('g', 'brrt:service', 'orders', '--spec', 'apps/petstore/openapi.yaml');
    expect(code, output).toBe(0);
  });

  it.each(['typecheck', 'lint', 'test', 'build'])('makes a service that passes %s', async (target) => {
    const { code, output } = await nx('run', `orders:${target}`);
    expect(code, output).toBe(0);
  });

  it('leaves the workspace in sync', async () => {
    const { code, output } = await nx('sync:check');
    expect(code, output).toBe(0);
  });

  it('changes nothing when run again, not even a handler that was edited', async () => {
    const file = join(copy.root, 'apps/orders/src/handlers/index.ts');
    await appendFile(file, '// mine\n');
    const { code, output } = await nx('g', 'brrt:service', 'orders', '--spec', 'apps/petstore/openapi.yaml');
    expect(code, output).toBe(0);
    expect(output).not.toMatch(/^(?:CREATE|UPDATE|DELETE) /m);
    expect(await readFile(file, 'utf8')).toMatch(/\/\/ mine\n$/);
  });
});

describe('npx nx serve', () => {
  let serve: RunningProgram;
  let url = '';

  beforeAll(async () => {
    const port = await findFreePort();
    url = `http://127.0.0.1:${port}`;
    serve = startProgram(process.execPath, [nxProgram, 'serve', 'orders'], {
      cwd: copy.root,
      env: { PORT: String(port) },
    });
    await serve.printed(/orders is ready/);
  });

  afterAll(() => serve[Symbol.asyncDispose]());

  it('answers every operation from the contract', async () => {
    const folder = join(copy.root, 'apps/orders');
    const model = await loadServiceModel(join(folder, 'openapi.yaml'));
    const { security } = await readConfig({ directory: folder, env: {} });
    const strays: string[] = [];
    // A WebSocket is not asked for by a plain request.
    for (const operation of model.operations.filter(({ webSocket }) => webSocket === undefined)) {
      const response = await callOperation(operation, { url, model, development: security.development });
      const text = await response.text();
      if (response.status >= 400) strays.push(`${operation.id} ${response.status} ${text}`);
    }
    expect(strays).toEqual([]);
  });

  it('keeps the old contract while the new one is broken, then takes the mended one', async () => {
    const file = join(copy.root, 'apps/orders/openapi.yaml');
    await appendFile(file, '\nbroken: [\n');
    await serve.printed(/error apps\/orders\/openapi\.yaml:\d+:\d+[\s\S]*goes on with the contract as it was/);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    await runProgram(
      'sed',
      ['-i.bak', '-e', '/^broken: \\[$/d', '-e', 's/title: Pet Store$/title: Mended Store/', file],
      { cwd: copy.root },
    );
    await expect
      .poll(
        () =>
          fetch(`${url}/openapi.json`).then(
            (response) => response.json(),
            () => undefined,
          ),
        { timeout: 20_000 },
      )
      .toMatchObject({ info: { title: 'Mended Store' } });
  });

  it('ends with Nx', async () => {
    await serve.terminate();
    await expect
      .poll(
        () =>
          fetch(url).then(
            () => 'serving',
            () => 'gone',
          ),
        { timeout: 10_000 },
      )
      .toBe('gone');
  });
});
