import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Console, createConsole, type MockState, type MocksMessage } from '@brrt/dashboard';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createContractTools } from '../../tools/generators/src/cli/dashboard/create-contract-tools.ts';
import { type AppProcess, startApp } from '../../tools/generators/src/cli/dev/app-process.ts';
import { findFreePort } from '../support/free-port.ts';

const contract = `openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /pet:
    get:
      operationId: getPet
      responses:
        '200': { description: A pet, content: { application/json: { schema: { type: object, properties: { name: { type: string } } }, examples: { tom: { value: { name: Tom } }, anna: { value: { name: Anna } } } } } }
  /empty: { get: { operationId: getEmpty, responses: { '200': { description: Nothing is said, content: { application/json: {} } } } } }
`;

const program = `import { createObservability } from '@brrt/observability';
import { createService } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
const config = await readConfig({ directory: import.meta.dirname, env: process.env });
const contract = await loadContract({ service: 'shop', file: new URL('../openapi.yaml', import.meta.url) });
const observability = createObservability({ service: 'shop', config });
const service = createService({
  contract,
  config,
  handlers: { getPet: () => ({ status: 200, body: { name: 'Real' } }) },
  hooks: [observability.hooks],
  logger: observability.logger,
});
await service.run({ port: config.port, host: config.host });
`;

const registry = `import { fromContract } from '@brrt/router-core/ports';
import { getPet } from './get-pet.ts';
export const handlers = { getPet, getEmpty: fromContract };
`;

let root = '';
let port = 0;
let lines: string[] = [];
let running: AppProcess | undefined;
let console: Console;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-mocks-')));
  await mkdir(join(root, 'apps/shop/src/handlers'), { recursive: true });
  await writeFile(join(root, 'apps/shop/src/handlers/index.ts'), registry);
  await symlink(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
  port = await findFreePort();
  await writeFile(join(root, 'apps/shop/openapi.yaml'), contract);
  await writeFile(join(root, 'apps/shop/config.yaml'), `port: ${port}\n`);
  await writeFile(join(root, 'apps/shop/src/main.ts'), program);
});
afterAll(() => rm(root, { recursive: true }));
afterEach(() => running?.stop(5_000));

/** As the runner of `brrt serve` starts it. */
async function start(environment = 'development'): Promise<void> {
  lines = [];
  const app = { name: 'shop', root: 'apps/shop', folder: join(root, 'apps/shop') };
  const env = { ...process.env, NODE_ENV: environment };
  running = startApp({ app, workspaceRoot: root, env, onLine: (line) => lines.push(line) });
  console?.started('shop');
  await expect.poll(() => lines.some((line) => line.includes('listens on')), { timeout: 20_000 }).toBe(true);
}

function openConsole(): void {
  console = createConsole({
    tools: createContractTools({ workspaceRoot: root, env: {} }),
    addressOf: () => `http://127.0.0.1:${port}`,
    send: (_service, message: MocksMessage) => running?.send(message) ?? false,
  });
}

async function ask(path = '/pet') {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
  return { status: response.status, mock: response.headers.get('x-brrt-mock'), body: await response.json() };
}

const real = { status: 200, mock: null, body: { name: 'Real' } };
const anna = { status: 200, mock: 'example', body: { name: 'Anna' } };

describe('a switch of the dashboard turns in the running process', () => {
  it('back and forth, seen in header and log, and again after a restart', async () => {
    openConsole();
    await start();
    expect(await ask()).toEqual(real);
    await console.setMock('shop', 'getPet', { mode: 'example', example: 'anna' });
    await expect.poll(ask).toEqual(anna);
    expect((await console.operations('shop'))?.[0]?.mock).toEqual({ mode: 'example', example: 'anna' });
    await expect.poll(() => lines.some((line) => line.includes('"mock":"example"')), { timeout: 5_000 }).toBe(true);
    await running?.stop(5_000);
    await start();
    expect(await ask()).toEqual(anna);
    await console.setMock('shop', 'getPet', { mode: 'handler' });
    await expect.poll(ask).toEqual(real);
  });

  it('a dashboard that begins anew has nothing switched', async () => {
    openConsole();
    await start();
    expect(await ask()).toEqual(real);
  });

  it('does not exist in production', async () => {
    openConsole();
    await start('production');
    await console.setMock('shop', 'getPet', { mode: 'example', example: 'anna' });
    running?.send({ type: 'brrt:mocks', mocks: { getPet: { mode: 'contract' } } });
    expect(await ask()).toMatchObject(real);
    expect(await ask()).toMatchObject(real);
  });
});

describe('what cannot be is refused with its reason', () => {
  it.each<[string, string, MockState, RegExp]>([
    ['an operation that is not there', 'getNobody', { mode: 'contract' }, /no operation getNobody/],
    ['an example that is not there', 'getPet', { mode: 'example', example: 'max' }, /no example max/],
    ['a response that is not there', 'getPet', { mode: 'example', status: '404' }, /no response 404/],
    ['a handler that is not written', 'getEmpty', { mode: 'handler' }, /no handler/],
    ['content that nobody describes', 'getEmpty', { mode: 'contract' }, /no content/],
    ['values of no schema', 'getEmpty', { mode: 'generated' }, /no content/],
  ])('%s', async (_name, operationId, state, want) => {
    openConsole();
    expect(await console.setMock('shop', operationId, state)).toMatch(want);
  });

  it('a service that does not run', async () => {
    openConsole();
    running = undefined;
    expect(await console.setMock('shop', 'getPet', { mode: 'contract' })).toMatch(/does not run/);
  });
});
