import { once } from 'node:events';
import { appendFile, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@brrt/router-core/config';
import { loadServiceModel } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReceiver } from '../libs/webhooks/test/receiver.ts';
import { buildApp } from '../tools/generators/src/build/build-app.ts';
import { findApp } from '../tools/generators/src/cli/app-folder.ts';
import { callOperation } from './support/call-operation.ts';
import { type CollectedSpan, type Collector, startCollector } from './support/collector.ts';
import { findFreePort } from './support/free-port.ts';
import { type RunningProgram, runProgram, startProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

const app = findApp(workspaceRoot, 'petstore');
let folder = '';

beforeAll(async () => {
  const built = await buildApp(workspaceRoot, app);
  folder = await mkdtemp(join(tmpdir(), 'brrt-petstore-'));
  await cp(join(workspaceRoot, built.folder), folder, { recursive: true });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the built pet store, alone in a folder, where code from strings is forbidden', () => {
  let petstore: RunningProgram;
  let url = '';
  let collector: Collector;

  beforeAll(async () => {
    const port = await findFreePort();
    url = `http://127.0.0.1:${port}`;
    collector = await startCollector(await findFreePort());
    petstore = startProgram(process.execPath, ['--disallow-code-generation-from-strings', 'main.mjs'], {
      cwd: folder,
      env: {
        PORT: String(port),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_BSP_SCHEDULE_DELAY: '100',
      },
    });
    await petstore.printed(/listens on/);
  });

  afterAll(async () => {
    await petstore[Symbol.asyncDispose]();
    await collector[Symbol.asyncDispose]();
  });

  it('is ready', async () => {
    expect((await fetch(`${url}/ready`)).status).toBe(200);
  });

  it('answers no operation with a fault of its own', async () => {
    const model = await loadServiceModel(join(app.folder, 'openapi.yaml'));
    const { security } = await readConfig({ directory: folder, env: {} });
    const faults: string[] = [];
    for (const operation of model.operations) {
      const response = await callOperation(operation, { url, model, development: security.development });
      if (response.status >= 500 || response.status === 405)
        faults.push(`${operation.id} ${response.status} ${await response.text()}`);
      else await response.body?.cancel();
    }
    expect(faults).toEqual([]);
  });

  it('speaks WebSocket, checked both ways without a compiler', async () => {
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/events/live?api_key=petstore-query-key-b82e57a1&after=0`,
    );
    const messages: unknown[] = [];
    socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(data)));
    await once(socket, 'open');
    socket.send('{"events":["order.placed"]}');
    while (messages.length < 2) await once(socket, 'message');
    // What has happened before comes as one.
    expect(messages.slice(0, 2)).toMatchObject([
      { kind: 'following', events: ['order.placed'] },
      { kind: 'event', event: 'order.placed' },
    ]);
    socket.send('{"events":["nothing"]}');
    expect(await once(socket, 'close')).toMatchObject([{ code: 1008, reason: 'enum at /events/0' }]);
  });

  it('explains what is wrong with a request, without a compiler', async () => {
    const key =
      /ApiKeyHeader: \{ key: ([^,]+)/.exec(await readFile(join(folder, 'config.development.yaml'), 'utf8'))?.[1] ?? '';
    const response = await fetch(`${url}/pets`, {
      method: 'POST',
      headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
      body: '{"name": 7}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'ERR_REQUEST_VALIDATION',
      errors: [{ in: 'body', pointer: '/name', keyword: 'type' }],
    });
  });

  it('delivers webhooks, checked by what was printed', async () => {
    await using receiver = await startReceiver();
    const headers = { 'x-api-key': 'petstore-header-key-6f1d0c94', 'content-type': 'application/json' };
    const post = (path: string, body: object): Promise<Response> =>
      fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    expect((await post('/webhooks', { url: receiver.url })).status).toBe(201);
    expect((await post('/pets', { name: 'Told' })).status).toBe(201);
    await receiver.until(1);
    expect(receiver.received[0]?.body).toContain('"event":"pet.created"');
  });

  it('sends its traces to a collector', async () => {
    expect((await fetch(`${url}/categories`)).status).toBe(200);
    const isThere = ({ attributes }: CollectedSpan): boolean => attributes['http.route'] === '/categories';
    expect((await collector.collected((spans) => spans.some(isThere))).find(isThere)?.service).toBe('petstore');
  });

  it('serves its contract', async () => {
    const contract: unknown = await (await fetch(`${url}/openapi.json`)).json();
    expect(contract).toMatchObject({ info: { title: 'Pet Store' } });
    expect(await (await fetch(`${url}/openapi.yaml`)).text()).toContain('title: Pet Store');
  });

  it('drains and exits with 0 on SIGTERM', async () => {
    expect(await petstore.terminate()).toBe(0);
  });
});

describe('the build', () => {
  it('names no folder of the machine and makes no function from text', async () => {
    const code = await readFile(join(folder, 'main.mjs'), 'utf8');
    expect(code).not.toContain(workspaceRoot);
    expect(code).not.toMatch(/new Function\(|\beval\(/);
  });

  it('says which Node it needs to one that is older', async () => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.17.1' } });`;
    const { code, errors } = await runProgram(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(older)}`, 'main.mjs'],
      { cwd: folder, env: { PORT: String(await findFreePort()) } },
    );
    expect([code, errors]).toEqual([1, 'This service needs Node 22.18 or newer; this is Node 22.17.1\n']);
  });

  it('does not start in production with the keys of developers', async () => {
    const { code, output } = await runProgram(process.execPath, ['main.mjs'], {
      cwd: folder,
      env: { NODE_ENV: 'production', PORT: String(await findFreePort()) },
    });
    expect(code).not.toBe(0);
    expect(output).toMatch(/ApiKeyHeader/);
  });

  it('reads YAML only where its configuration is another one than when it was made', async () => {
    const readers = (await readdir(folder)).filter((name) => /^parse-config-file-.*\.mjs$/.test(name));
    expect(readers).toHaveLength(1);
    for (const name of readers) await rm(join(folder, name));
    const env = { PORT: String(await findFreePort()) };
    await using same = startProgram(process.execPath, ['main.mjs'], { cwd: folder, env });
    await same.printed(/listens on/);
    expect(await same.terminate()).toBe(0);
    await appendFile(join(folder, 'config.yaml'), '\n# Another one.\n');
    const { code, errors } = await runProgram(process.execPath, ['main.mjs'], { cwd: folder, env });
    expect(code).toBe(1);
    expect(errors).toContain(readers[0]);
  });
});
