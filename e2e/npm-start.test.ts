import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CollectedSpan, type Collector, describeSpan, startCollector } from './support/collector.ts';
import { findFreePort } from './support/free-port.ts';
import { moveToFreePorts } from './support/move-ports.ts';
import { type RunningProgram, runProgram, startProgram } from './support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy } from './support/workspace-copy.ts';

let copy: WorkspaceCopy;
let ports: ReadonlyMap<string, number>;

beforeAll(async () => {
  copy = await copyWorkspace();
  ports = await moveToFreePorts(copy.root);
});

afterAll(() => copy[Symbol.asyncDispose]());

const dashboardKey = { 'x-api-key': 'dev-bff-9a4d6e3c81f5' };
const dashboardUrl = (): string =>
  `http://localhost:${ports.get('8080')}/dashboard/00000000-0000-4000-8000-000000000001`;

describe('npm start', () => {
  let start: RunningProgram;
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector(await findFreePort());
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    };
    start = startProgram('npm', ['start'], { cwd: copy.root, env });
    await start.printed(/Ctrl-C stops everything/);
  });
  afterAll(async () => {
    await start[Symbol.asyncDispose]();
    await collector[Symbol.asyncDispose]();
  });

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

  it('records one trace of a request through all three, with the spans of the contract and of the databases', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const parentSpanId = '00f067aa0ba902b7';
    const headers = { ...dashboardKey, traceparent: `00-${traceId}-${parentSpanId}-01` };
    expect((await fetch(`${dashboardUrl()}?canary=1`, { headers })).status).toBe(200);
    const isServer = (span: CollectedSpan): boolean => span.traceId === traceId && span.kind === 2;
    const spans = await collector.collected((all) => all.filter(isServer).length === 6);
    const ours = spans.filter((span) => span.traceId === traceId);
    expect(treeOf(ours, parentSpanId)).toEqual(dashboardTree);
    expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain('canary');
    const server = ours.find(({ name }) => name === 'GET /dashboard/{userId}');
    expect(server).toMatchObject({
      kind: 2,
      status: 0,
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/dashboard/{userId}',
        'http.response.status_code': 200,
        'url.scheme': 'http',
        'brrt.operation': 'getDashboard',
      },
    });
    const inTime = ours.every(({ startNanoseconds, endNanoseconds }) => startNanoseconds <= endNanoseconds);
    expect(inTime).toBe(true);
    const queries = ours.filter(({ attributes }) => attributes['db.system.name'] === 'sqlite');
    const took = queries.filter(({ startNanoseconds, endNanoseconds }) => startNanoseconds < endNanoseconds);
    expect([queries.length > 0, took.length]).toEqual([true, queries.length]);
    expect(start.output()).not.toContain('OpenTelemetry reports a problem');
    // Each request line is of the span of its request, in all three services.
    const linesOf = () => collector.logs.filter((log) => log.traceId === traceId && log.body === 'request completed');
    await expect.poll(() => linesOf().length, { timeout: 20_000 }).toBe(6);
    expect(
      linesOf()
        .map(({ service, spanId, attributes }) => [service, spanId, attributes['http.route']].join())
        .toSorted(),
    ).toEqual(
      ours
        .filter(isServer)
        .map(({ service, spanId, attributes }) => [service, spanId, attributes['http.route']].join())
        .toSorted(),
    );
    expect(linesOf()[0]?.resource).toMatchObject({
      'service.version': expect.stringMatching(/^\d/),
      'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(JSON.stringify(collector.logs)).not.toContain('canary');
  });

  it('records what a request did wrong, keyword by keyword', async () => {
    const call = /-H 'X-API-Key: ([^']+)' (\S+)\/pets\b/i.exec(start.output());
    const response = await fetch(`${call?.[2]}/pets?limit=many`, { headers: { 'x-api-key': call?.[1] ?? '' } });
    const { traceId } = (await response.json()) as { readonly traceId: string };
    const isServer = (span: CollectedSpan): boolean => span.traceId === traceId && span.kind === 2;
    const spans = await collector.collected((all) => all.some(isServer));
    expect(spans.find(isServer)).toMatchObject({
      parentSpanId: '',
      attributes: { 'http.response.status_code': 400, 'error.type': 'ERR_REQUEST_VALIDATION' },
      events: [
        {
          name: 'brrt.violation',
          attributes: { 'brrt.in': 'query', 'brrt.pointer': '/limit', 'brrt.keyword': 'type' },
        },
      ],
    });
  });

  it('goes on when one service dies: the BFF answers 502 for it', async () => {
    await start.printed(/"name":"petstore"/);
    const pid = Number(/"pid":(\d+)[^}]*"name":"petstore"/.exec(start.output())?.[1]);
    process.kill(pid, 'SIGKILL');
    await start.printed(/petstore +\| ENDED with SIGKILL/);
    const response = await fetch(dashboardUrl(), { headers: dashboardKey });
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

/** A line for each span below `parent`, by service and name; those that look alike beside each other are one. */
function treeOf(spans: readonly CollectedSpan[], parent: string, depth = 0): readonly string[] {
  const children = spans.filter(({ parentSpanId }) => parentSpanId === parent);
  const branches = children.map((span) =>
    [`${'  '.repeat(depth)}${describeSpan(span)}`, ...treeOf(spans, span.spanId, depth + 1)].join('\n'),
  );
  return [...new Set(branches)].sort().flatMap((branch) => branch.split('\n'));
}

const stages = (service: string, indent: number, handle: readonly string[]): readonly string[] =>
  [
    `${service}: authenticate`,
    `${service}: handle`,
    ...handle.map((line) => `  ${line}`),
    `${service}: respond`,
    `${service}: validate`,
  ].map((line) => ' '.repeat(indent) + line);

const partOf = (name: string, lines: readonly string[]): readonly string[] => [
  `bff: part ${name}`,
  ...lines.map((line) => `  ${line}`),
];

const dashboardTree = [
  'bff: GET /dashboard/{userId}',
  ...stages('bff', 2, [
    ...partOf('orders', [
      'bff: GET /users/{user_id}/orders',
      '  petstore: GET /users/{user_id}/orders',
      ...stages('petstore', 4, ['petstore: SELECT']),
    ]),
    ...partOf('pets', [
      'bff: GET /users/{id}/pets',
      '  user-service: GET /users/{id}/pets',
      ...stages('user-service', 4, [
        'user-service: GET /users/{user_id}/pets',
        '  petstore: GET /users/{user_id}/pets',
        ...stages('petstore', 4, ['petstore: SELECT']),
        'user-service: select',
      ]),
    ]),
    ...partOf('recommendations', [
      'bff: GET /users/{user_id}/recommendations',
      '  petstore: GET /users/{user_id}/recommendations',
      ...stages('petstore', 4, ['petstore: SELECT']),
    ]),
    ...partOf('user', [
      'bff: GET /users/{id}',
      '  user-service: GET /users/{id}',
      ...stages('user-service', 4, ['user-service: select']),
    ]),
  ]),
];

async function isOpen(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    () => true,
    () => false,
  );
}
