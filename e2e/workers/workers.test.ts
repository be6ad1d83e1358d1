import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../tools/generators/src/build/build-app.ts';
import { findApp } from '../../tools/generators/src/cli/app-folder.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { startLoad } from './load.ts';
import { key, type RunningWorkers, requestsByProcess, startWorkers } from './running-workers.ts';

let built = '';
const running: RunningWorkers[] = [];

beforeAll(async () => {
  const app = await buildApp(workspaceRoot, findApp(workspaceRoot, 'petstore'));
  built = join(workspaceRoot, app.folder);
});

afterEach(async () => {
  for (const each of running.splice(0)) await each[Symbol.asyncDispose]();
});

async function start(options: Partial<Parameters<typeof startWorkers>[0]> = {}): Promise<RunningWorkers> {
  const workers = await startWorkers({ built, workers: 2, ...options });
  running.push(workers);
  return workers;
}

async function serving(options: Partial<Parameters<typeof startWorkers>[0]> = {}): Promise<RunningWorkers> {
  const workers = await start(options);
  await workers.printed(/2 workers serve/, 1);
  return workers;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function title(url: string): Promise<unknown> {
  const { info } = JSON.parse(await (await fetch(`${url}/openapi.json`)).text());
  return info.title;
}

describe('several workers', () => {
  it('share a port, and each gets its part of the connections', async () => {
    const { url, pids, program } = await serving();
    const load = startLoad(`${url}/pets`, 8, key);
    await load.more(400);
    const { answered, failed } = await load.stop();
    expect(failed).toEqual({});
    await program.terminate();
    // No line is inside another one, though two processes write.
    for (const line of program.output().trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ name: 'petstore' });
    const counts = requestsByProcess(program.output());
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(answered);
    expect(counts.size).toBe(2);
    for (const count of counts.values()) expect(count).toBeGreaterThan(answered / 10);
    await expect(pids()).rejects.toThrow();
  });

  it('lose what one of them was doing when it is killed, and nothing else', async () => {
    const { url, pids, printed, program } = await serving();
    const connections = 8;
    const load = startLoad(`${url}/pets`, connections, key);
    for (const times of [1, 2]) {
      await load.more(100);
      const [victim = -1] = await pids();
      process.kill(victim, 'SIGKILL');
      await printed(/ended: SIGKILL; another one takes its place/, times);
      await printed(/2 workers serve/, times + 1);
      expect(await pids()).not.toContain(victim);
    }
    await load.more(100);
    const { failed } = await load.stop();
    const lost = Object.values(failed).reduce((sum, count) => sum + count, 0);
    expect(lost).toBeLessThanOrEqual(2 * connections);
    expect(Object.keys(failed).filter((reason) => !/^(ECONNRESET|EPIPE)/.test(reason))).toEqual([]);
    expect(await program.terminate()).toBe(0);
  });

  it('take over a connection that one of them was given and had not taken when it was killed', async () => {
    const { url, pids } = await serving();
    const [victim = -1] = await pids();
    process.kill(victim, 'SIGSTOP');
    const asked = Array.from({ length: 4 }, () => fetch(`${url}/pets`, { headers: { ...key, connection: 'close' } }));
    await Promise.any(asked);
    process.kill(victim, 'SIGKILL');
    for (const response of await Promise.all(asked)) expect(response.status).toBe(200);
  });

  it('are replaced one by one by what is on disk, without a failed request', async () => {
    const { url, release, pids, printed, signal } = await serving();
    const before = await pids();
    const load = startLoad(`${url}/pets`, 8, key);
    await load.more(100);
    for (const [index, name] of ['Second Store', 'Third Store'].entries()) {
      await release('contract/openapi.json', (text) => text.replace('"Pet Store"', `"${name}"`));
      signal('SIGHUP');
      await printed(/All workers were replaced/, index + 1);
      expect(await title(url)).toBe(name);
    }
    await load.more(100);
    expect((await load.stop()).failed).toEqual({});
    const after = await pids();
    expect(after).toHaveLength(2);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  });

  it('are not replaced before the new version is ready', async () => {
    const { url, folder, pids, printed, release, signal } = await serving();
    const before = await pids();
    const [service = ''] = (await readdir(built)).filter((name) => /^service-.*\.mjs$/.test(name));
    await release(service, (text) =>
      text.replace('dependencies.ping()', 'process.getBuiltinModule("node:fs").statSync("now-it-is-ready")'),
    );
    signal('SIGHUP');
    await printed(/ENOENT.*"msg":"Readiness check database fails"/, 1);
    for (let asked = 0; asked < 6; asked++) {
      const response = await fetch(`${url}/ready`, { headers: { connection: 'close' } });
      expect(await response.json()).toMatchObject({ status: 'ready' });
    }
    expect(await pids()).toEqual(expect.arrayContaining([...before]));
    await writeFile(join(folder, 'now-it-is-ready'), '');
    await printed(/All workers were replaced/, 1);
  });

  it('go on serving when the new version does not start', async () => {
    const { url, release, pids, printed, signal } = await serving();
    const before = await pids();
    const load = startLoad(`${url}/pets`, 4, key);
    await release('main.mjs', (text) => `process.exit(3);\n${text}`);
    signal('SIGHUP');
    await printed(/"reason":"exit code 3","msg":"A new worker does not start: those before go on serving"/, 1);
    await release('config.yaml', (text) => `${text}\nnonsense: 1\n`);
    signal('SIGHUP');
    await printed(/nonsense.*"msg":"A new worker does not start: those before go on serving"/, 1);
    await load.more(100);
    expect((await load.stop()).failed).toEqual({});
    expect(await pids()).toEqual(before);
  });

  it('end in order with whoever started them, and free the port', async () => {
    const { url, port, pids, program } = await serving();
    const workers = await pids();
    const load = startLoad(`${url}/pets`, 4, key);
    await load.more(100);
    const code = program.terminate();
    expect(await code).toBe(0);
    // Whoever comes later finds nobody; nothing that was begun is cut.
    const { failed } = await load.stop();
    expect(Object.keys(failed).filter((reason) => !/REFUSED|new connection/.test(reason))).toEqual([]);
    expect(workers.filter(isAlive)).toEqual([]);
    expect(await isFree(port)).toBe(true);
  });

  it('end in order when whoever started them is killed, and free the port', async () => {
    const { url, port, pids, program, signal } = await serving();
    const workers = await pids();
    const load = startLoad(`${url}/pets`, 4, key);
    await load.more(100);
    signal('SIGKILL');
    await program.exited;
    await expect.poll(() => workers.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    const { failed } = await load.stop();
    expect(Object.keys(failed).filter((reason) => !/REFUSED|new connection/.test(reason))).toEqual([]);
    expect(await isFree(port)).toBe(true);
  });
});

describe('workers that cannot start end the program', () => {
  it('at once with the reason, where it can be mended', async () => {
    const { program } = await start({ config: '' });
    expect(await program.exited).toBe(1);
    expect(program.errors()).toBe(
      'A database in memory is of one process, and several workers are to serve (http.workers, WEB_CONCURRENCY): set database.file\n',
    );
  });

  it('at once where the port is taken', async () => {
    const first = await serving();
    const { program } = await start({ env: { PORT: String(first.port) } });
    expect(await program.exited).toBe(1);
    expect(program.errors()).toContain(`port ${first.port} is taken`);
  });

  it('after five attempts with how they ended', async () => {
    const { release, program, pids } = await serving();
    await release('main.mjs', (text) => `process.exit(3);\n${text}`);
    for (const pid of await pids()) process.kill(pid, 'SIGKILL');
    expect(await program.exited).toBe(1);
    expect(program.errors()).toContain('5 workers in a row ended before they served, the last with exit code 3');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
