import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceInfo, TraceSummary } from '../../libs/dashboard/src/index.ts';
import { findFreePort } from '../support/free-port.ts';
import { petstoreKey } from '../support/mixed-traffic.ts';
import { moveToFreePorts } from '../support/move-ports.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy } from '../support/workspace-copy.ts';

let copy: WorkspaceCopy;
let ports: ReadonlyMap<string, number>;
let env: Readonly<Record<string, string>>;
const running: RunningProgram[] = [];

beforeAll(async () => {
  copy = await copyWorkspace();
  ports = await moveToFreePorts(copy.root);
  env = {
    BRRT_DASHBOARD: 'on',
    BRRT_DASHBOARD_PORT: String(await findFreePort()),
    BRRT_OTLP_PORT: String(await findFreePort()),
  };
});

afterEach(async () => {
  for (const program of running.splice(0)) await program[Symbol.asyncDispose]();
  for (const port of Object.values(env).slice(1))
    await expect.poll(() => isOpen(port), { timeout: 10_000 }).toBe(false);
});

afterAll(() => copy[Symbol.asyncDispose]());

async function serve(app: string): Promise<RunningProgram> {
  const program = startProgram('npx', ['brrt', 'serve', app], { cwd: copy.root, env });
  running.push(program);
  await program.printed(new RegExp(`brrt: ${app} is ready at`));
  return program;
}

async function ask<Value>(path: string): Promise<Value> {
  const { token, url } = JSON.parse(await readFile(join(copy.root, '.brrt/dashboard.json'), 'utf8'));
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()) as Value; // as the server says
}

function isOpen(port: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    () => false,
  );
}

async function names(): Promise<readonly string[]> {
  const services = await ask<readonly ServiceInfo[]>('/api/services').catch(() => []);
  return services.filter(({ origin, state }) => origin === 'workspace' && state === 'ready').map(({ name }) => name);
}

describe('nx serve, twice', () => {
  it('shares one dashboard, and the second takes it over with its history when the first is gone', async () => {
    const first = await serve('petstore');
    const second = await serve('user-service');
    const printed = /dashboard at (\S+)/;
    expect(printed.exec(second.output())?.[1]).toBe(printed.exec(first.output())?.[1]);
    await expect.poll(names, { timeout: 10_000 }).toEqual(['petstore', 'user-service']);
    await fetch(`http://127.0.0.1:${ports.get('8081')}/pets`, { headers: { 'x-api-key': petstoreKey } });
    const traces = async (): Promise<readonly string[]> =>
      (await ask<readonly TraceSummary[]>('/api/traces').catch(() => [])).map(({ traceId }) => traceId);
    await expect.poll(async () => (await traces()).length, { timeout: 10_000 }).toBe(1);
    const before = await traces();
    await first.terminate();
    await expect.poll(names, { timeout: 10_000 }).toEqual(['user-service']);
    expect(await traces()).toEqual(before);
    await second.terminate();
    await expect.poll(() => isOpen(env.BRRT_DASHBOARD_PORT ?? ''), { timeout: 10_000 }).toBe(false);
  });
});

describe('a port that somebody else has', () => {
  let other: Server;
  afterEach(() => other.close());

  it.each(['BRRT_DASHBOARD_PORT', 'BRRT_OTLP_PORT'])(
    'of %s: services run without a dashboard, and it is said how to move it',
    async (name) => {
      other = createServer((socket) => socket.destroy()).listen(Number(env[name]), '127.0.0.1');
      await once(other, 'listening');
      const program = await serve('petstore');
      expect(program.output()).toContain(`no dashboard: port ${env[name]} cannot be had: something else listens there`);
      expect(program.output()).toContain('BRRT_DASHBOARD_PORT and BRRT_OTLP_PORT move it');
      expect((await fetch(`http://127.0.0.1:${ports.get('8081')}/health`)).status).toBe(200);
    },
  );
});
