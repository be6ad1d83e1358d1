import { spawn } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractState, OperationInfo, ServiceInfo, Trace } from '../../libs/dashboard/src/index.ts';
import { findFreePort } from '../support/free-port.ts';
import { moveToFreePorts } from '../support/move-ports.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy } from '../support/workspace-copy.ts';

let copy: WorkspaceCopy;
let env: Readonly<Record<string, string>>;
let ports: ReadonlyMap<string, number>;

beforeAll(async () => {
  copy = await copyWorkspace();
  ports = await moveToFreePorts(copy.root);
  env = {
    BRRT_DASHBOARD: 'on',
    BRRT_DASHBOARD_PORT: String(await findFreePort()),
    BRRT_OTLP_PORT: String(await findFreePort()),
  };
});

afterAll(() => copy[Symbol.asyncDispose]());

describe('npm start', () => {
  let start: RunningProgram;
  beforeAll(async () => {
    start = startProgram('npm', ['start'], { cwd: copy.root, env });
    await start.printed(/Ctrl-C stops everything/);
  });
  afterAll(() => start[Symbol.asyncDispose]());

  it('prints where the dashboard is, with its token', async () => {
    expect(start.output()).toMatch(
      new RegExp(`Dashboard: http://127.0.0.1:${env.BRRT_DASHBOARD_PORT}/\\?token=[\\w-]{43}`),
    );
    const file = join(copy.root, '.brrt/dashboard.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { token } = JSON.parse(await readFile(file, 'utf8'));
    expect(start.output().split(token)).toHaveLength(2);
  });

  it('shows every service there', async () => {
    const rows = async () =>
      (await ask<readonly ServiceInfo[]>('/api/services')).map(({ name, state, url }) => [name, state, url]);
    // Who calls others is degraded until they are there, and asks again after a while.
    await expect.poll(rows, { timeout: 30_000 }).toEqual([
      ['bff', 'ready', `http://127.0.0.1:${ports.get('8080')}`],
      ['petstore', 'ready', `http://127.0.0.1:${ports.get('8081')}`],
      ['user-service', 'ready', `http://127.0.0.1:${ports.get('8082')}`],
    ]);
  });

  it('stops and starts a service when the page asks for it', async () => {
    await ask('/api/services/petstore/stop', 'POST');
    await expect.poll(() => stateOf('petstore'), { timeout: 30_000 }).toBe('stopped');
    await expect(fetch(`http://127.0.0.1:${ports.get('8081')}/health`)).rejects.toThrow();
    await ask('/api/services/petstore/start', 'POST');
    await expect.poll(() => stateOf('petstore'), { timeout: 30_000 }).toBe('ready');
    expect((await fetch(`http://127.0.0.1:${ports.get('8081')}/health`)).status).toBe(200);
  });

  it('says that a contract is broken, that it is mended, and what changed', async () => {
    const file = join(copy.root, 'apps/petstore/openapi.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}\nbroken: [\n`);
    await expect.poll(() => stateOf('petstore'), { timeout: 30_000 }).toBe('contract-broken');
    // What was saved is read once more, to tell the difference.
    const outcome = async () =>
      (await ask<ContractState>('/api/services/petstore/contract')).reloads.map((reload) => reload.outcome);
    await expect.poll(outcome).toEqual(['rejected']);
    await writeFile(file, text.replace('summary: List pets', 'deprecated: true'));
    await expect.poll(() => stateOf('petstore'), { timeout: 60_000 }).toBe('ready');
    const { reloads, findings } = await ask<ContractState>('/api/services/petstore/contract');
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(reloads).toMatchObject([
      {
        kind: 'contract',
        outcome: 'accepted',
        files: ['apps/petstore/openapi.yaml'],
        changes: [{ operation: 'list_pets', change: 'changed', details: ['deprecated false → true'] }],
        milliseconds: expect.any(Number),
      },
      {
        kind: 'contract',
        outcome: 'rejected',
        findings: [{ severity: 'error', file: 'apps/petstore/openapi.yaml', line: expect.any(Number) }],
        diff: expect.stringContaining('+broken: ['),
      },
    ]);
    // Those that call it follow its contract, and start again.
    const callers = () =>
      Promise.all(
        ['bff', 'user-service'].map(async (name) => {
          const state = await ask<ContractState>(`/api/services/${name}/contract`);
          return [state.reloads[0]?.outcome, await stateOf(name)];
        }),
      );
    await expect.poll(callers, { timeout: 60_000 }).toEqual([
      ['accepted', 'ready'],
      ['accepted', 'ready'],
    ]);
    const metrics = async () => (await fetch(`http://127.0.0.1:${ports.get('8081')}/metrics`)).text();
    await expect.poll(metrics).toMatch(/^brrt_spec_reloads_total\{outcome="accepted"\} 1$/m);
    expect(await metrics()).toMatch(/^brrt_spec_reloads_total\{outcome="rejected"\} 1$/m);
  });

  it('says why a handler that was saved is not taken', async () => {
    const file = join(copy.root, 'apps/petstore/src/handlers/list-pets.ts');
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}\nconst unfinished = ;\n`);
    const newest = async () => (await ask<ContractState>('/api/services/petstore/contract')).reloads[0];
    await expect.poll(newest, { timeout: 30_000 }).toMatchObject({
      kind: 'code',
      outcome: 'rejected',
      files: ['apps/petstore/src/handlers/list-pets.ts'],
      reason: expect.stringMatching(/list-pets\.ts:\d+(?:.|\n)*unfinished/),
    });
    expect(await stateOf('petstore')).toBe('ready');
    await writeFile(file, text);
    await expect.poll(newest, { timeout: 30_000 }).toMatchObject({ outcome: 'accepted' });
  });

  it('serves the page to who has the token', async () => {
    const printed = /Dashboard: (\S+)/.exec(start.output())?.[1] ?? '';
    const login = await fetch(printed, { redirect: 'manual' });
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(new URL(login.headers.get('location') ?? '', printed), { headers: { cookie } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|https?:\/\//);
    const script = /<script[^>]*src="([^"]+)"/.exec(html)?.[1] ?? '';
    const code = await fetch(new URL(script, printed), { headers: { cookie } });
    expect([code.status, code.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it('knows what it runs', async () => {
    const bff = async () => (await ask<readonly ServiceInfo[]>('/api/services')).find(({ name }) => name === 'bff');
    // Its checks ask again after a while whether those that it calls are there.
    await expect.poll(bff, { timeout: 30_000 }).toMatchObject({
      title: expect.any(String),
      contractHash: expect.stringMatching(/^[\da-f]{12}$/),
      clients: ['petstore', 'user-service'],
      operations: expect.any(Number),
      checks: expect.arrayContaining([expect.objectContaining({ status: 'ok' })]),
    });
    const operations = await ask<readonly OperationInfo[]>('/api/services/petstore/operations');
    expect(operations.length).toBeGreaterThan(20);
  });

  it('has the trace of a request through the services', async () => {
    const call = /-H 'X-API-Key: ([^']+)' (\S+)\/web\/pets/i.exec(start.output());
    const dashboard = `${call?.[2]}/web/dashboard/00000000-0000-4000-8000-000000000001`;
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { 'x-api-key': call?.[1] ?? '', traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    expect((await fetch(dashboard, { headers })).status).toBe(200);
    const spans = async (): Promise<readonly string[]> => {
      const trace = await ask<Trace>(`/api/traces/${traceId}`).catch(() => undefined);
      return (trace?.spans ?? []).filter(({ kind }) => kind === 'server').map(({ service }) => service);
    };
    await expect.poll(async () => (await spans()).length, { timeout: 30_000 }).toBe(6);
    expect(new Set(await spans())).toEqual(new Set(['bff', 'user-service', 'petstore']));
  });

  it('answers terminals from the same store', async () => {
    const run = (...args: readonly string[]) => runProgram('npx', ['brrt', 'dev', ...args], { cwd: copy.root });
    const services = await run('services');
    expect([services.code, services.output]).toEqual([0, expect.stringMatching(/petstore +ready +http:/)]);
    const url = `http://127.0.0.1:${ports.get('8081')}/pets?limit=many`;
    const { traceId } = (await (await fetch(url)).json()) as { readonly traceId: string };
    const traces = async () => (await run('traces', '--service', 'petstore', '--json')).output;
    await expect.poll(traces, { timeout: 30_000, interval: 500 }).toContain(`"traceId":"${traceId}"`);
    const trace = await run('trace', traceId);
    expect(trace.output).toMatch(/^petstore GET \/pets {2}[\d.]+ [mµ]s {2}401$/m);
    expect((await run('errors')).output).toMatch(
      /1× {2}petstore list_pets {2}401 ERR_AUTHENTICATION .*, trace [\da-f]{32}/,
    );
    const logs = async () => (await run('logs', '--severity', 'warn', '--service', 'petstore')).output;
    await expect
      .poll(logs, { timeout: 30_000, interval: 500 })
      .toMatch(new RegExp(`WARN {3}petstore {2}request completed GET /pets 401 .* ${traceId}$`, 'm'));
    expect((await run('traces', '--service', 'nobody')).errors).toContain('No trace is found.');
    const nothing = await run('trace', '0'.repeat(32));
    expect([nothing.code, nothing.output]).toEqual([1, expect.stringContaining('the dashboard says 404')]);
    for (const wrong of [['weather'], ['trace'], ['errors', '--limit', '3'], ['services', '--follow']]) {
      expect([wrong, (await run(...wrong)).code]).toEqual([wrong, 2]);
    }
  });

  it('shows terminals what happens, as it happens', async () => {
    const args = ['brrt', 'dev', 'traces', '--follow', '--service', 'petstore'];
    await using follow = startProgram('npx', args, { cwd: copy.root });
    await follow.printed(/petstore/);
    const before = follow.output();
    const traceparent = '00-00000000000000000000000000abc123-00f067aa0ba902b7-01';
    await fetch(`http://127.0.0.1:${ports.get('8081')}/pets`, { headers: { traceparent } });
    expect(before).not.toContain('abc123');
    await follow.printed(/GET \/pets {2}401 .*00000000000000000000000000abc123/);
  });

  it('answers agents by the Model Context Protocol, and lets them call only when asked to', async () => {
    const asked = [
      { id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18' } },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/list' },
      { id: 3, method: 'tools/call', params: { name: 'list_errors', arguments: { service: 'petstore' } } },
      { id: 4, method: 'tools/call', params: { name: 'get_trace', arguments: {} } },
      { id: 5, method: 'tools/call', params: { name: 'list_logs', arguments: { sevice: 'x' } } },
      { id: 6, method: 'tools/call', params: { name: 'call_operation', arguments: {} } },
      { id: 7, method: 'resources/list' },
    ];
    const answers = await talk(asked, []);
    expect(answers.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(answers[0]?.result).toMatchObject({ protocolVersion: '2025-06-18', capabilities: { tools: {} } });
    expect(answers[1]).toMatchObject({
      result: {
        tools: [
          { name: 'list_services', annotations: { readOnlyHint: true } },
          { name: 'list_operations', annotations: { readOnlyHint: true } },
          { name: 'get_contract', annotations: { readOnlyHint: true } },
          { name: 'list_traces', annotations: { readOnlyHint: true } },
          { name: 'get_trace', annotations: { readOnlyHint: true } },
          { name: 'list_logs', annotations: { readOnlyHint: true } },
          { name: 'list_errors', annotations: { readOnlyHint: true } },
        ],
      },
    });
    expect(answers[2]?.result).toMatchObject({
      isError: false,
      content: [{ type: 'text', text: expect.stringContaining('"type":"ERR_AUTHENTICATION"') }],
    });
    expect(answers.slice(3, 5).map(({ result }) => result)).toMatchObject([
      { isError: true, content: [{ text: 'traceId is required' }] },
      { isError: true, content: [{ text: 'list_logs takes no sevice' }] },
    ]);
    expect(answers.slice(5).map(({ error }) => error?.code)).toEqual([-32_602, -32_601]);
    const call = { service: 'petstore', operation: 'list_pets', parameters: { query: { limit: 1 } } };
    const called = await talk(
      [{ id: 1, method: 'tools/call', params: { name: 'call_operation', arguments: call } }],
      ['--allow-calls'],
    );
    const { content = [] } = (called[0]?.result ?? {}) as { readonly content?: readonly { readonly text: string }[] };
    expect(JSON.parse(content[0]?.text ?? '')).toMatchObject([
      { type: 'checked', sent: true, violations: [] },
      { type: 'head', status: 200 },
      { type: 'chunk' },
      { type: 'end', violations: [] },
    ]);
    expect(content[0]?.text).not.toContain('petstore-header-key');
  });

  it('ends with all that it opened', async () => {
    await start.terminate();
    for (const port of [env.BRRT_DASHBOARD_PORT, env.BRRT_OTLP_PORT, ...ports.values()]) {
      await expect.poll(() => isOpen(Number(port)), { timeout: 30_000 }).toBe(false);
    }
  });
});

async function stateOf(name: string): Promise<string | undefined> {
  const services = await ask<readonly ServiceInfo[]>('/api/services');
  return services.find((service) => service.name === name)?.state;
}

async function ask<Value>(path: string, method = 'GET'): Promise<Value> {
  const { token, url } = JSON.parse(await readFile(join(copy.root, '.brrt/dashboard.json'), 'utf8'));
  const response = await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text === '' ? 'null' : text);
}

async function isOpen(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    () => true,
    () => false,
  );
}

interface AgentAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

/** Lines to `brrt mcp`, and what it answers until its input ends. */
async function talk(messages: readonly object[], args: readonly string[]): Promise<readonly AgentAnswer[]> {
  const child = spawn('npx', ['brrt', 'mcp', ...args], { cwd: copy.root, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join(''));
  const lines = (await text(child.stdout)).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as AgentAnswer);
}
