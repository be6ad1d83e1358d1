import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../tools/generators/src/build/build-app.ts';
import { findApp } from '../../tools/generators/src/cli/app-folder.ts';
import { listFaults, readExposition } from '../support/exposition.ts';
import { findFreePort } from '../support/free-port.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { startLoad } from './load.ts';
import { takeIds } from './read-events.ts';
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

async function serving(config = ''): Promise<RunningWorkers> {
  const workers = await startWorkers({ built, workers: 2, config: `database: { file: ../data.sqlite }\n${config}` });
  running.push(workers);
  await workers.printed(/2 workers serve/, 1);
  return workers;
}

type Format = 'prometheus' | 'openmetrics';

async function scrape(url: string, format: Format = 'prometheus') {
  const accept = format === 'openmetrics' ? 'application/openmetrics-text' : 'text/plain';
  // Each on a connection of its own, so that another worker answers.
  const response = await fetch(`${url}/metrics`, { headers: { accept, connection: 'close' } });
  const families = readExposition(await response.text(), format);
  expect(listFaults(families, format)).toEqual([]);
  return (name: string, labels: Readonly<Record<string, string>> = {}): number | undefined => {
    const samples = families.flatMap((family) => family.samples).filter((sample) => sample.name === name);
    const found = samples.filter((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels.get(label) === value),
    );
    return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
  };
}

const listed = { http_route: '/pets', http_response_status_code: '200' };

describe('metrics', () => {
  it('are those of all workers, whichever is asked, and do not fall when one dies', async () => {
    const { url, pids, printed, signal } = await serving();
    const load = startLoad(`${url}/pets`, 8, key);
    await load.more(300);
    const { answered } = await load.stop();
    for (const format of ['prometheus', 'openmetrics', 'prometheus', 'openmetrics'] as const) {
      const value = await scrape(url, format);
      expect(value('http_server_request_duration_seconds_count', listed)).toBe(answered);
      expect(value('http_server_request_duration_seconds_bucket', { ...listed, le: '+Inf' })).toBe(answered);
      expect(value('brrt_workers', { state: 'serving' })).toBe(2);
      expect(value('brrt_readiness_check_up', { check: 'database' })).toBeOneOf([undefined, 1]);
      for (const worker of ['1', '2']) expect(value('process_resident_memory_bytes', { worker })).toBeGreaterThan(0);
    }
    const [victim = -1] = await pids();
    process.kill(victim, 'SIGKILL');
    await printed(/2 workers serve/, 2);
    const killed = await scrape(url);
    expect(killed('http_server_request_duration_seconds_count', listed)).toBe(answered);
    expect(killed('brrt_workers_lost_total')).toBe(1);
    await (await fetch(`${url}/pets`, { headers: key })).text();
    signal('SIGHUP');
    await printed(/All workers were replaced/, 1);
    expect((await scrape(url))('http_server_request_duration_seconds_count', listed)).toBe(answered + 1);
  });

  it('are at the management port, once', async () => {
    const port = await findFreePort();
    const { url } = await serving(`management: { port: ${port} }`);
    const management = `http://127.0.0.1:${port}`;
    for (let asked = 0; asked < 4; asked++)
      await (await fetch(`${url}/pets`, { headers: { ...key, connection: 'close' } })).text();
    for (let asked = 0; asked < 2; asked++) {
      const value = await scrape(management);
      expect(value('http_server_request_duration_seconds_count', listed)).toBe(4);
    }
    expect((await fetch(`${management}/ready`)).status).toBe(200);
    expect((await fetch(`${url}/ready`)).status).toBe(404);
  });
});

describe('readiness', () => {
  it('tells of all workers', async () => {
    const { url, pids } = await serving();
    const ready = async () => {
      const response = await fetch(`${url}/ready`, { headers: { connection: 'close' } });
      return JSON.parse(await response.text());
    };
    const checks = [expect.objectContaining({ name: 'database', status: 'ok' })];
    expect(await ready()).toEqual({
      status: 'ready',
      checks: [...checks, expect.objectContaining({ name: 'workers', status: 'ok', required: false })],
    });
    const [stopped = -1] = await pids();
    process.kill(stopped, 'SIGSTOP');
    try {
      // One of the two connections may wait for the worker that is stopped.
      const answer = await Promise.any([ready(), ready(), ready()]);
      expect(answer).toMatchObject({
        status: 'degraded',
        checks: [{}, { name: 'workers', status: 'failing', reason: 'worker 1 does not answer' }],
      });
    } finally {
      process.kill(stopped, 'SIGCONT');
    }
  });
});

describe('what one worker knows', () => {
  it('counts for the limits of all', async () => {
    const { url } = await serving('rate_limit: { enabled: true, requests: 10, window_secs: 3600 }');
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const response = await fetch(`${url}/pets`, { headers: { ...key, connection: 'close' } });
        await response.text();
        return response.status;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  it('counts for the limits of a client of the user service, whose requests each worker answers in turn', async () => {
    const app = await buildApp(workspaceRoot, findApp(workspaceRoot, 'user-service'));
    const limit = 'database: { file: ../data.sqlite }\nrate_limit: { enabled: true, requests: 6, window_secs: 3600 }';
    await using workers = await startWorkers({ built: join(workspaceRoot, app.folder), workers: 2, config: limit });
    await workers.printed(/2 workers serve/, 1);
    const seen: string[] = [];
    for (let asked = 0; asked < 10; asked++) {
      const headers = { 'x-api-key': 'dev-user-service-2b8e5d10f3c7', connection: 'close' };
      const response = await fetch(`${workers.url}/users`, { headers });
      await response.text();
      seen.push(`${response.status} ${/r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1]}`);
    }
    const admitted = [5, 4, 3, 2, 1, 0].map((remaining) => `200 ${remaining}`);
    expect(seen).toEqual([...admitted, '429 0', '429 0', '429 0', '429 0']);
    const counts = () => [...requestsByProcess(workers.program.output()).values()];
    await expect.poll(counts, { timeout: 10_000 }).toEqual([5, 5]);
  });

  it('reaches the streams of all, and those who come back after a restart', async () => {
    const { url, printed, signal } = await serving();
    const follow = async (after: string): Promise<Response> => {
      const headers = { ...key, accept: 'text/event-stream', 'last-event-id': after, connection: 'close' };
      const response = await fetch(`${url}/events?follow=true`, { headers });
      expect(response.status).toBe(200);
      return response;
    };
    const add = async (name: string): Promise<void> => {
      const headers = { ...key, 'content-type': 'application/json', connection: 'close' };
      const response = await fetch(`${url}/pets`, { method: 'POST', headers, body: JSON.stringify({ name }) });
      expect(response.status).toBe(201);
      await response.text();
    };
    await add('Before');
    const readers = await Promise.all(Array.from({ length: 4 }, () => follow('0')));
    for (const name of ['One', 'Two', 'Three', 'Four']) await add(name);
    const seen = await Promise.all(readers.map((reader) => takeIds(reader, 5)));
    for (const ids of seen) expect(ids).toEqual(seen[0]);
    signal('SIGHUP');
    await printed(/All workers were replaced/, 1);
    await add('After');
    const again = await Promise.all([follow(seen[0]?.[2] ?? ''), follow(seen[0]?.[2] ?? '')]);
    for (const ids of await Promise.all(again.map((reader) => takeIds(reader, 3))))
      expect(ids.slice(0, 2)).toEqual(seen[0]?.slice(3));
  });
});
