import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkspaceEvent } from '@brrt/dashboard';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../app-folder.ts';
import { type AppRunner, createAppRunner, type UnexpectedEnd } from './app-runner.ts';
import { explainPort } from './check-port.ts';
import { appRunnable } from './runnable.ts';

const contract = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
paths:
  /ping: { get: { operationId: ping, responses: { '204': { description: Alive } } } }
`;

let workspaceRoot = '';
let app: App = { name: 'shop', root: 'apps/shop', folder: '' };
let port = 0;
let lines: string[] = [];
let ends: UnexpectedEnd[] = [];
let readyCount = 0;
let events: WorkspaceEvent[] = [];
let runner: AppRunner | undefined;

beforeEach(async () => {
  workspaceRoot = await realpath(await mkdtemp(join(tmpdir(), 'brrt-runner-')));
  app = { ...app, folder: join(workspaceRoot, app.root) };
  do port = 20_000 + Math.floor(Math.random() * 12_000);
  while ((await explainPort({ port, host: '127.0.0.1' })) !== undefined);
  [lines, ends, events, readyCount] = [[], [], [], 0];
  await mkdir(join(app.folder, 'src/handlers'), { recursive: true });
  await save('openapi.yaml', contract);
  await save('config.yaml', `port: ${port}\n`);
  await save('src/handlers/index.ts', "export const handlers = { ping: 'pong' };\n");
  await save('src/value.ts', "export const value: string = 'one';\n");
  await save('src/main.ts', program);
});

afterEach(async () => {
  await runner?.stop();
  runner = undefined;
  await rm(workspaceRoot, { recursive: true });
});

// Answers with a value of another file; stops like a service, on SIGTERM or SIGINT.
const program = `import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { value } from './value.ts';
const server = createServer((request, response) => {
  if (request.url === '/crash') setImmediate(() => { throw new TypeError('crashed'); });
  response.setHeader('connection', 'close');
  const answers = { '/mode': process.env.NODE_ENV, '/code': getCompileCacheDir() };
  response.end(answers[request.url] ?? value);
});
const port = Number(/port: (\\d+)/.exec(readFileSync(new URL('../config.yaml', import.meta.url), 'utf8'))?.[1]);
server.listen(port, '127.0.0.1', () => console.log('listening'));
let stops = 0;
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { console.log('stop ' + ++stops); server.close(); });
`;

describe('a running app', () => {
  beforeEach(async () => {
    start();
    await expect.poll(() => readyCount, { timeout: 10_000 }).toBe(1);
  });

  it('runs in development mode and is told once to stop', async () => {
    expect(await ask('/mode')).toBe('development');
    await runner?.stop();
    expect(lines.filter((line) => line.startsWith('stop'))).toEqual(['stop 1']);
    expect(await ask('/')).toBe('nobody');
    expect(ends).toEqual([]);
  });

  it('keeps the code that it makes for the next start', async () => {
    expect(await ask('/code')).toContain('compile-cache');
  });

  it('runs code that was saved, also after code that does not run', async () => {
    await save('src/value.ts', 'broken(');
    await expect.poll(() => ends, { timeout: 10_000 }).toMatchObject([{ code: 1, wasReady: false, afterChange: true }]);
    expect(events).toContainEqual(
      expect.objectContaining({ outcome: 'rejected', reason: 'shop ended before it was ready (code 1)' }),
    );
    await save('src/value.ts', "export const value = 'two';\n");
    await expect.poll(() => ask('/'), { timeout: 10_000 }).toBe('two');
  });

  it('sees files in folders that are made while it runs', async () => {
    await mkdir(join(app.folder, 'src/late'));
    await save('src/late/deep.ts', "export const value = 'deep';\n");
    await save('src/value.ts', "export { value } from './late/deep.ts';\n");
    await expect.poll(() => ask('/'), { timeout: 10_000 }).toBe('deep');
    const before = readyCount;
    await save('src/late/deep.ts', "export const value = 'deeper';\n");
    await expect.poll(() => ask('/'), { timeout: 10_000 }).toBe('deeper');
    expect(readyCount).toBeGreaterThanOrEqual(before);
  });

  it('keeps running while the contract is broken, whatever else is saved', async () => {
    await save('openapi.yaml', `${contract}  broken: [\n`);
    await expect.poll(() => lines.join('\n'), { timeout: 10_000 }).toContain('goes on with the contract as it was');
    expect(lines.join('\n')).toMatch(/error apps\/shop\/openapi\.yaml:\d+:\d+/);
    await save('src/value.ts', "export const value = 'two';\n");
    await expect.poll(() => lines.join('\n'), { timeout: 10_000 }).toContain('takes it up when its contract is mended');
    expect(await ask('/')).toBe('one');
    await save('openapi.yaml', contract);
    await expect.poll(() => ask('/'), { timeout: 10_000 }).toBe('two');
    expect(lines).toContain('wrote apps/shop/src/generated/handlers.gen.ts');
  });

  it('follows overlays of its contract, and goes on without one that cannot be applied', async () => {
    const overlay = "overlay: 1.1.0\ninfo: { title: Changes, version: '1' }\nactions:\n  - ";
    const change = 'target: \'$.paths["/ping"].get.operationId\'';
    await save('openapi.overlay.yaml', `${overlay}{ ${change}, update: knock }\n`);
    await expect.poll(() => lines.join('\n'), { timeout: 10_000 }).toContain('knock is new');
    await save('openapi.overlay.yaml', `${overlay}{ ${change} update: }\n`);
    await expect
      .poll(() => lines.join('\n'), { timeout: 10_000 })
      .toMatch(/error apps\/shop\/openapi\.overlay\.yaml:4:/);
    expect(lines.join('\n')).toContain('goes on with the contract as it was');
  });

  it('tells the dashboard what happens to it, and does what that asks for', async () => {
    const happened = (): readonly string[] => events.map(wordFor);
    expect(happened()).toEqual(['started', 'ready']);
    await runner?.act('stop');
    expect(await ask('/')).toBe('nobody');
    await save('src/value.ts', "export const value = 'two';\n");
    await expect.poll(() => lines, { timeout: 10_000 }).toContain('apps/shop/src/value.ts changed');
    await runner?.act('start');
    await expect.poll(happened, { timeout: 10_000 }).toEqual(['started', 'ready', 'exited', 'started', 'ready']);
    expect(await ask('/')).toBe('two');
    await save('openapi.yaml', `${contract}  broken: [\n`);
    await expect.poll(() => happened().at(-1), { timeout: 10_000 }).toBe('contract rejected');
    expect(events.at(-1)).toMatchObject({
      files: ['apps/shop/openapi.yaml'],
      findings: [{ severity: 'error', file: 'apps/shop/openapi.yaml', line: expect.any(Number) }],
    });
    await save('openapi.yaml', contract);
    await expect
      .poll(() => happened().slice(5), { timeout: 10_000 })
      .toEqual(['contract rejected', 'exited', 'started', 'contract accepted', 'ready']);
    await ask('/crash');
    await expect
      .poll(() => events.at(-1), { timeout: 10_000 })
      .toMatchObject({ type: 'exited', code: 1, expected: false });
  });

  it('is reported when it ends by itself', async () => {
    await ask('/crash');
    await expect.poll(() => ends, { timeout: 10_000 }).toMatchObject([{ code: 1, wasReady: true, afterChange: false }]);
  });
});

it('reports an app that does not start', async () => {
  await save('src/main.ts', 'process.exit(3);\n');
  start();
  await expect.poll(() => ends, { timeout: 10_000 }).toMatchObject([{ code: 3, wasReady: false, afterChange: false }]);
});

function start(): void {
  const env = { ...process.env, NODE_ENV: undefined, PORT: undefined };
  runner = createAppRunner({
    runnable: appRunnable({ app, workspaceRoot, env }),
    workspaceRoot,
    env,
    print: (line) => lines.push(line),
    onLine: (line) => lines.push(line),
    onReady: () => {
      readyCount += 1;
    },
    onUnexpectedEnd: (end) => ends.push(end),
    report: (event) => events.push(event),
  });
}

function wordFor(event: WorkspaceEvent): string {
  return event.type === 'changed' ? `${event.kind} ${event.outcome}` : event.type;
}

function save(file: string, text: string): Promise<void> {
  return writeFile(join(app.folder, file), text);
}

async function ask(path: string): Promise<string> {
  return fetch(`http://127.0.0.1:${port}${path}`).then(
    (response) => response.text(),
    () => 'nobody',
  );
}
