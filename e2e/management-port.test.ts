import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceInfo } from '@brrt/dashboard';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { moveToFreePorts } from './support/move-ports.ts';
import { type RunningProgram, startProgram } from './support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy } from './support/workspace-copy.ts';

let copy: WorkspaceCopy;
let start: RunningProgram;
let management = 0;
let dashboard = '';

beforeAll(async () => {
  copy = await copyWorkspace();
  await moveToFreePorts(copy.root);
  management = await findFreePort();
  await appendFile(join(copy.root, 'apps/petstore/config.yaml'), `\nmanagement: { port: ${management} }\n`);
  const env = {
    BRRT_DASHBOARD: 'on',
    BRRT_DASHBOARD_PORT: String(await findFreePort()),
    BRRT_OTLP_PORT: String(await findFreePort()),
  };
  start = startProgram('npx', ['brrt', 'start', 'petstore'], { cwd: copy.root, env });
  await start.printed(/Ctrl-C stops everything/);
  dashboard = /Dashboard: (\S+)/.exec(start.output())?.[1] ?? '';
});

afterAll(async () => {
  await start?.[Symbol.asyncDispose]();
  await copy?.[Symbol.asyncDispose]();
});

it('is where the service is ready, in the table of npm start too', async () => {
  expect(start.output()).toContain(`http://127.0.0.1:${management}/docs`);
  expect((await fetch(`http://127.0.0.1:${management}/ready`)).status).toBe(200);
  // Calls from a page there would go to another origin.
  expect(await (await fetch(`http://127.0.0.1:${management}/docs`)).text()).not.toContain('data-calls');
  const url = /petstore +(http:\S+)/.exec(start.output())?.[1];
  expect((await fetch(`${url}/ready`)).status).toBe(404);
});

it('is where the dashboard looks for state, numbers and contract', async () => {
  const { origin, searchParams } = new URL(dashboard);
  const headers = { authorization: `Bearer ${searchParams.get('token')}` };
  const ask = (path: string) => fetch(origin + path, { headers });
  const services = async () => (await (await ask('/api/services')).json()) as readonly ServiceInfo[];
  await expect
    .poll(async () => (await services())[0], { timeout: 30_000 })
    .toMatchObject({
      state: 'ready',
      checks: [{ name: 'database', status: 'ok' }],
      contractHash: expect.any(String),
    });
  expect(await (await ask('/api/services/petstore/metrics')).text()).toContain('http_server_active_requests');
  expect((await ask('/api/services/petstore/openapi.json')).status).toBe(200);
});
