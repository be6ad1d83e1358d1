import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { openStreams } from './open-streams.ts';

const key = 'X-API-Key: petstore-header-key-6f1d0c94';
/** With sockets, HTTP and the pipeline; `docs/performance.md` has what is measured at 5,000. */
const mostKibibytesPerStream = 100;

let petstore: RunningProgram;
let url = '';
let pid = 0;

beforeEach(async () => {
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  petstore = startProgram(process.execPath, ['src/main.ts'], {
    cwd: join(workspaceRoot, 'apps/petstore'),
    env: { PORT: String(port) },
  });
  await petstore.printed(/listens on/);
  pid = Number(/"pid":(\d+)/.exec(petstore.output())?.[1]);
});

afterEach(() => petstore[Symbol.asyncDispose]());

async function addPet(name: string): Promise<void> {
  const headers = { 'x-api-key': key.slice(11), 'content-type': 'application/json' };
  const response = await fetch(`${url}/pets`, { method: 'POST', headers, body: JSON.stringify({ name }) });
  expect(response.status).toBe(201);
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(name)) ?? '';
  return Number(line.slice(line.lastIndexOf(' ')));
}

async function memoryKibibytes(): Promise<number> {
  return Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

async function openFiles(): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

const active = 'brrt_streams_active{operation="stream_events"}';

describe.skipIf(process.platform !== 'linux')('the pet store with 500 event streams', () => {
  it('tells all of them, within its memory, and keeps nothing of them when they are gone', async () => {
    const count = 500;
    const path = `${url}/events?follow=true`;
    // What is made once is made by now.
    {
      using first = await openStreams(20, path, [key]);
      await addPet('warm');
      await expect.poll(() => first.received().every((text) => text.includes('warm'))).toBe(true);
    }
    await expect.poll(() => metric(active)).toBe(0);
    const [memory, files] = [await memoryKibibytes(), await openFiles()];
    {
      using streams = await openStreams(count, path, [key, 'Last-Event-ID: 1']);
      expect(await metric(active)).toBe(count);
      await addPet('Rex');
      await expect
        .poll(() => streams.received().filter((text) => /event: pet.created\nid: \d+\ndata: .*Rex/.test(text)).length)
        .toBe(count);
      expect((await memoryKibibytes()) - memory).toBeLessThan(count * mostKibibytesPerStream);
    }
    await expect.poll(() => metric(active)).toBe(0);
    // The connection of this very request.
    await expect.poll(() => metric('http_server_active_requests')).toBe(1);
    // Kept-alive connections of this test come and go.
    await expect.poll(openFiles, { timeout: 20_000 }).toBeLessThan(files + 10);
    expect(petstore.output()).not.toMatch(/Warning|"level":(?:50|60)/);
  });

  it('asks them to come back later when it stops, and stops', async () => {
    using streams = await openStreams(100, `${url}/events?follow=true`, [key]);
    const exited = petstore.terminate();
    await streams.closed;
    const retries = streams.received().map((text) => Number(/retry: (\d+)\n\n\r\n0\r\n\r\n$/.exec(text)?.[1]));
    expect(retries.filter((milliseconds) => milliseconds >= 1_000 && milliseconds < 5_000)).toHaveLength(100);
    expect(new Set(retries).size).toBeGreaterThan(50);
    expect(await exited).toBe(0);
    expect(petstore.output()).not.toContain('"level":50');
  });

  it('tells no event twice to who comes back, and leaves none out', async () => {
    const path = `${url}/events?follow=true`;
    const seen = async (last: string, until: string): Promise<string> => {
      using streams = await openStreams(1, path, [key, `Last-Event-ID: ${last}`]);
      await expect.poll(() => streams.received()[0]).toContain(until);
      return streams.received()[0] ?? '';
    };
    await addPet('one');
    const before = await seen('1', 'one');
    const last = [...before.matchAll(/^id: (\d+)/gm)].at(-1)?.[1] ?? '';
    for (const name of ['two', 'three']) await addPet(name);
    await wait(50);
    const after = await seen(last, 'three');
    expect(after).not.toContain('"one"');
    expect([...after.matchAll(/^id: (\d+)/gm)].map(([, id]) => Number(id) - Number(last))).toEqual([1, 2]);
  });
});
