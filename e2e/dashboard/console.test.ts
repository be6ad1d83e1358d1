import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CallEvent,
  CallRequest,
  LogRecord,
  OperationInfo,
  ServiceInfo,
  Trace,
} from '../../libs/dashboard/src/index.ts';
import { findFreePort } from '../support/free-port.ts';
import { petstoreKey } from '../support/mixed-traffic.ts';
import { moveToFreePorts } from '../support/move-ports.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy } from '../support/workspace-copy.ts';

let copy: WorkspaceCopy;
let serve: RunningProgram;

// The pet store as `nx serve` runs it, with the dashboard.
beforeAll(async () => {
  copy = await copyWorkspace();
  await moveToFreePorts(copy.root);
  const env = {
    BRRT_DASHBOARD: 'on',
    BRRT_DASHBOARD_PORT: String(await findFreePort()),
    BRRT_OTLP_PORT: String(await findFreePort()),
  };
  serve = startProgram('node_modules/.bin/brrt', ['serve', 'petstore'], { cwd: copy.root, env });
  await serve.printed(/petstore is ready/);
});
afterAll(async () => {
  await serve[Symbol.asyncDispose]();
  await copy[Symbol.asyncDispose]();
});

const run = promisify(execFile);
const developer = [{ scheme: 'ApiKeyHeader', useDevelopment: true }] as const;

describe('the console of the dashboard', () => {
  it('calls with the development key that it never shows, and knows the trace before', async () => {
    const query = { limit: 2 };
    const events = await call({ operationId: 'list_pets', parameters: { query }, credentials: developer });
    const [checked, head] = events;
    if (checked?.type !== 'checked') throw new TypeError(JSON.stringify(events));
    expect(head).toMatchObject({ type: 'head', status: 200 });
    expect(events.at(-1)).toMatchObject({ type: 'end', violations: [], truncated: false });
    const trace = await eventually<Trace>(`/api/traces/${checked.traceId}`);
    expect(trace.spans.map(({ name }) => name)).toContain('GET /pets');
    const key = /key: (petstore-header-key-\w+)/.exec(await read('apps/petstore/config.development.yaml'))?.[1] ?? '';
    const logs = await ask<readonly LogRecord[]>('/api/logs');
    expect(key).not.toBe('');
    expect(JSON.stringify([events, trace, logs, serve.output()])).not.toContain(key);
  });

  it('makes a token with just the scopes that were wished for', async () => {
    const secured = await operationWith('BearerAuth', 'admin');
    const statusWith = async (scopes: readonly string[]): Promise<number> => {
      const events = await call({ operationId: secured.id, credentials: [{ scheme: 'BearerAuth', mint: { scopes } }] });
      return events.flatMap((event) => (event.type === 'head' ? [event.status] : []))[0] ?? 0;
    };
    expect(await statusWith([])).toBe(403);
    expect(await statusWith(['read', 'write', 'admin'])).toBe(200);
  });

  it('switches how an operation answers, also after the service was started again', async () => {
    const state = { mode: 'example', status: '200' };
    await ask('/api/services/petstore/operations/list_pets/mock', 'PUT', state);
    const mockOf = async (): Promise<string | undefined> => {
      const end = (await call({ operationId: 'list_pets', credentials: developer })).at(-1);
      return end?.type === 'end' ? end.mock : undefined;
    };
    await expect.poll(mockOf).toBe('example');
    const restarts = async (): Promise<string> => {
      const services = await ask<readonly ServiceInfo[]>('/api/services');
      const { state, restarts: count } = services.find(({ name }) => name === 'petstore') ?? {};
      return `${state} ${count}`;
    };
    const before = await restarts();
    await ask('/api/services/petstore/restart', 'POST');
    // Until then the process before may answer, and goes away after that.
    await expect.poll(restarts, { timeout: 20_000, interval: 200 }).toBe(`ready ${Number(before.split(' ')[1]) + 1}`);
    await expect.poll(mockOf, { timeout: 20_000, interval: 200 }).toBe('example');
    const end = (await call({ operationId: 'list_pets', credentials: developer })).find(
      ({ type }) => type === 'checked',
    );
    const trace = await eventually<Trace>(`/api/traces/${end?.type === 'checked' ? end.traceId : ''}`);
    expect(trace.spans.find(({ kind }) => kind === 'server')?.attributes['brrt.mock']).toBe('example');
    await ask('/api/services/petstore/operations/list_pets/mock', 'PUT', { mode: 'handler' });
    await expect.poll(mockOf).toBeUndefined();
  });

  it('says of a WebSocket how other programs open it, and opens none unless it is told to', async () => {
    const query = { after: 3 };
    const events = await call({ operationId: 'watch_events', parameters: { query }, credentials: developer });
    const [checked, ...more] = events;
    if (checked?.type !== 'checked') throw new TypeError(JSON.stringify(events));
    const { url, sent, note, violations, samples } = checked;
    expect([more, sent, violations]).toEqual([[], false, []]);
    expect(note).toBe('watch_events is a WebSocket, which other programs open at this address');
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/events\/live\?after=3$/);
    expect(samples.map(({ language }) => language)).toEqual(['wscat', 'websocket', 'client']);
    const [wscat, program, client] = samples.map(({ text }) => text);
    const env = { ...process.env, PETSTORE_API_KEY_HEADER: petstoreKey };
    const shown = await run('sh', ['-c', `npx() { printf '%s\\n' "$@"; }\n${wscat}`], { env });
    expect(shown.stdout.trim().split('\n')).toEqual([
      ...['wscat', '--connect', url, '--header', `X-API-Key: ${petstoreKey}`],
      ...['--subprotocol', 'petstore.events.v1'],
    ]);
    const stop = "socket.addEventListener('message', () => socket.close(1000, 'heard'));\n";
    const heard = await run(process.execPath, ['--input-type=module', '--eval', `${program}${stop}`], { env });
    expect(heard.stdout).toMatch(/^\{"kind":"following","events":\["pet\.created","order\.placed"\]\}\n[\s\S]*1000/);
    expect(client).toContain('const socket = await context.clients.petstore.watchEvents({');
  });

  it('opens a WebSocket, and holds what goes over it against the contract both ways', async () => {
    const seen: unknown[] = [];
    const say = (traceId: string, text: string) => ask('/api/services/petstore/message', 'POST', { traceId, text });
    let traceId = '';
    const cancel = new AbortController();
    const request = { operationId: 'watch_events', credentials: developer, open: true };
    for await (const event of stream(request, cancel.signal)) {
      if (event.type === 'checked') traceId = event.traceId;
      if (event.type === 'head') expect(event.status).toBe(101);
      if (event.type === 'head')
        await expect
          .poll(() =>
            say(traceId, '{"events":"all"}').then(
              () => true,
              () => false,
            ),
          )
          .toBe(true);
      if (event.type !== 'message') continue;
      seen.push([
        event.from,
        event.sent,
        event.text,
        event.violations.map(({ pointer, keyword }) => [pointer, keyword]),
      ]);
      if (seen.length === 1) await say(traceId, '{"events":["pet.created"]}');
      if (seen.length === 3) break;
    }
    cancel.abort();
    expect(seen).toEqual([
      ['page', false, '{"events":"all"}', [['/events', 'type']]],
      ['page', true, '{"events":["pet.created"]}', []],
      ['service', true, '{"kind":"following","events":["pet.created"]}', []],
    ]);
    await expect.poll(() => say(traceId, '{}').then(String, String)).toContain('409');
    await eventually<Trace>(`/api/traces/${traceId}`);
    expect(JSON.stringify(seen)).not.toContain(petstoreKey);
  });

  it('shows what a WebSocket is refused with', async () => {
    const events = await call({ operationId: 'watch_events', open: true });
    expect(events.slice(1)).toMatchObject([
      { type: 'head', status: 401 },
      { type: 'chunk' },
      { type: 'end', violations: [] },
    ]);
  });

  it('shows events one by one while they come', async () => {
    const cancel = new AbortController();
    const chunks: string[] = [];
    const credentials = [{ scheme: 'ApiKeyQuery', useDevelopment: true }] as const;
    for await (const event of stream({ operationId: 'stream_events', credentials }, cancel.signal)) {
      if (event.type === 'chunk') chunks.push(event.text ?? '');
      if (event.type === 'chunk') break;
    }
    cancel.abort();
    expect(chunks.join('')).toMatch(/^(?:data|event|id|retry|:)/m);
  });
});

async function operationWith(scheme: string, scope: string): Promise<OperationInfo> {
  const operations = await ask<readonly OperationInfo[]>('/api/services/petstore/operations');
  const found = operations.find(
    ({ method, security, parameters }) =>
      method === 'GET' &&
      parameters.every(({ required }) => !required) &&
      security.some(
        ([first, ...more]) => first?.scheme === scheme && more.length === 0 && first.scopes.includes(scope),
      ),
  );
  if (found === undefined) throw new TypeError(`no operation for ${scheme} ${scope}`);
  return found;
}

async function call(request: Partial<CallRequest>): Promise<readonly CallEvent[]> {
  const events: CallEvent[] = [];
  for await (const event of stream(request, new AbortController().signal)) events.push(event);
  return events;
}

async function* stream(request: Partial<CallRequest>, signal: AbortSignal): AsyncGenerator<CallEvent> {
  const response = await send('/api/services/petstore/call', { method: 'POST', body: JSON.stringify(request), signal });
  let rest = '';
  for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

/** What arrives a moment later. */
async function eventually<Value>(path: string): Promise<Value> {
  await expect.poll(() => send(path, {}).then(({ status }) => status), { timeout: 10_000 }).toBe(200);
  return ask(path);
}

async function ask<Value>(path: string, method = 'GET', body?: object): Promise<Value> {
  const response = await send(path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new TypeError(`${path}: ${response.status} ${text}`);
  return JSON.parse(text === '' ? 'null' : text);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const { token, url } = JSON.parse(await read('.brrt/dashboard.json'));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(`${url}${path}`, { ...init, headers });
}

function read(file: string): Promise<string> {
  return readFile(join(copy.root, file), 'utf8');
}
