import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { type RunningProgram, runProgram, startProgram } from './support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy } from './support/workspace-copy.ts';

let copy: WorkspaceCopy;
const ports = new Map<string, number>();

beforeAll(async () => {
  copy = await copyWorkspace();
  for (const written of ['8080', '8081', '8082']) ports.set(written, await findFreePort());
  for (const app of await readdir(join(copy.root, 'apps'))) {
    const file = join(copy.root, 'apps', app, 'config.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/808[012]/g, (port) => String(ports.get(port))),
    );
  }
});

afterAll(() => copy[Symbol.asyncDispose]());

describe('npm start', () => {
  let start: RunningProgram;
  beforeAll(async () => {
    start = startProgram('npm', ['start'], { cwd: copy.root });
    await start.printed(/Ctrl-C stops everything/);
  });
  afterAll(() => start[Symbol.asyncDispose]());

  it('shows the URL of every service when all are ready', async () => {
    for (const [index, name] of ['bff', 'petstore', 'user-service'].entries()) {
      const url = `http://127.0.0.1:${ports.get(String(8080 + index))}`;
      expect(start.output()).toMatch(new RegExp(`${name} +${url} `));
      expect((await fetch(`${url}/ready`)).status).toBe(200);
    }
  });

  it('shows calls that answer 200', async () => {
    const calls = [...start.output().matchAll(/^ {2}curl -s (.*)$/gm)].map(([, options = '']) => options);
    expect(calls.length).toBeGreaterThanOrEqual(2);
    for (const options of calls) {
      const url = /http:\/\/\S+?(?='|$)/.exec(options)?.[0] ?? '';
      const header = /-H '([^:]+): ([^']+)'/.exec(options);
      const response = await fetch(url, { headers: header === null ? {} : { [header[1] ?? '']: header[2] ?? '' } });
      expect([url, response.status]).toEqual([url, 200]);
    }
  });

  it('goes on when one service dies: the BFF answers 502 for it', async () => {
    await start.printed(/"name":"petstore"/);
    const pid = Number(/"pid":(\d+)[^}]*"name":"petstore"/.exec(start.output())?.[1]);
    process.kill(pid, 'SIGKILL');
    await start.printed(/petstore +\| ENDED with SIGKILL/);
    const call = /-H 'X-API-Key: ([^']+)' (\S+\/dashboard\/\S+)/i.exec(start.output());
    const response = await fetch(call?.[2] ?? '', { headers: { 'x-api-key': call?.[1] ?? '' } });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ status: 502, code: 'ERR_UPSTREAM' });
  });

  it('ends everything on SIGTERM', async () => {
    await start.terminate();
    for (const port of ports.values()) {
      await expect.poll(() => isOpen(port), { timeout: 10_000 }).toBe(false);
    }
  });
});

it('names a port that is taken, and starts nothing', async () => {
  const port = ports.get('8081') ?? 0;
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { code, output } = await runProgram('npm', ['start'], { cwd: copy.root });
  server.close();
  expect(code).not.toBe(0);
  expect(output).toContain(`petstore: port ${port} is taken`);
  expect(output).not.toContain('Starting');
});

async function isOpen(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    () => true,
    () => false,
  );
}
