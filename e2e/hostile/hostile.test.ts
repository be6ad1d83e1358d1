import { join } from 'node:path';
import { readConfig, type SecurityConfig } from '@brrt/router-core/config';
import { loadServiceModel, type Operation } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOperation } from '../support/call-operation.ts';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { type BodyRow, formRows, jsonRows, mediaTypeRows, parameterRows, secret } from './body-rows.ts';
import { exchangeRaw } from './exchange-raw.ts';
import { chunkRows, codingRows, lengthRows } from './framing-family-rows.ts';
import { headerFamilyRows, hostRows, requestLineRows } from './header-family-rows.ts';
import { ambiguousRows, framingRows, headerRows, type RawRow, targetRows } from './raw-rows.ts';

const app = join(workspaceRoot, 'apps/petstore');
/** A service that takes longer hangs. */
const patienceMilliseconds = 5_000;
let petstore: RunningProgram;
let port = 0;
let key = '';
let development: SecurityConfig['development'] = {};
const model = await loadServiceModel(join(app, 'openapi.yaml'));

beforeAll(async () => {
  port = await findFreePort();
  ({ development } = (await readConfig({ directory: app, env: {} })).security);
  key = development.ApiKeyHeader?.key ?? '';
  petstore = startProgram(process.execPath, ['src/main.ts'], { cwd: app, env: { PORT: String(port) } });
  await petstore.printed(/listens on/);
});

afterAll(() => petstore[Symbol.asyncDispose]());

describe.each([
  ['framing', framingRows],
  ['ambiguity', ambiguousRows],
  ['targets', targetRows],
  ['headers', headerRows],
  ['hosts', hostRows],
  ['lengths', lengthRows],
  ['codings', codingRows],
  ['chunks', chunkRows],
  ['header lines', headerFamilyRows],
  ['request lines', requestLineRows],
])('hostile %s', (_what, rows) => {
  it.each(rows)('%s', (_name, row) => checkRaw(row));
});

describe.each([
  ['JSON', jsonRows],
  ['media types', mediaTypeRows],
  ['forms', formRows],
  ['parameters', parameterRows],
])('hostile %s', (_what, rows) => {
  it.each(rows)('%s', (_name, row) => checkBody(row));
});

describe('HEAD', () => {
  it('has the status and headers of GET for every operation, and no body', async () => {
    const service = { url: `http://127.0.0.1:${port}`, model, development };
    for (const operation of model.operations.filter(({ method }) => method === 'GET')) {
      const [get, head] = [
        await callOperation(operation, service),
        await callOperation({ ...operation, method: 'HEAD' }, service),
      ];
      await get.body?.cancel();
      if (declaresHead(operation)) continue;
      expect([operation.id, head.status, headersOf(head), await head.text()]).toEqual([
        operation.id,
        get.status,
        headersOf(get),
        '',
      ]);
    }
  });
});

describe('afterwards', () => {
  it('no secret is in the log, and nothing that was a fault of the service', () => {
    expect(petstore.output()).not.toContain(secret);
    expect(petstore.output()).not.toMatch(/"level":(50|60)/);
    expect(petstore.output()).not.toMatch(/\bat .*\.ts:\d+/);
  });

  it('the service still drains and ends in order', async () => {
    expect(await petstore.terminate()).toBe(0);
  });
});

/** How many messages the service has counted, those that ask for its numbers left out. */
async function countMessages(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const counts = text.matchAll(
    /^(?:http_server_request_duration_seconds_count|brrt_malformed_messages_total)(\{.*\})? (\d+)$/gm,
  );
  return [...counts].reduce(
    (sum, [, labels = '', count]) => sum + (labels.includes('"/metrics"') ? 0 : Number(count)),
    0,
  );
}

async function checkRaw({ octets, statuses, closes, isHead = false, ends = false }: RawRow): Promise<void> {
  const sent = octets.replaceAll('{key}', key);
  const before = await countMessages();
  const { answers, isClosed } = await exchangeRaw(port, sent, {
    expected: statuses.length,
    isHead,
    ends,
    closes: closes === true,
  });
  const got = answers.length === 0 ? [0] : answers.map(({ status }) => status);
  expect(got).toEqual(statuses.map((want) => (typeof want === 'number' ? want : expect.toBeOneOf([...want]))));
  if (closes !== undefined) expect(isClosed).toBe(closes);
  // Each message is one number more, and so is one that ended before it was whole.
  await expect.poll(async () => (await countMessages()) - before).toBe(got.length);
  await expectAlive();
  for (const { status, headers, body } of answers) {
    if (status >= 400) expectProblem(status, headers.get('content-type') ?? '', isHead ? undefined : body);
  }
}

async function checkBody({ target, type, body, status, keywords, headers }: BodyRow): Promise<void> {
  const [method = '', path = ''] = target.split(' ');
  const sent = new Headers({ ...headers, 'x-api-key': key });
  if (type !== undefined && type !== '') sent.set('content-type', type);
  const octets = typeof body === 'string' ? Buffer.from(body) : body;
  const before = await countMessages();
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: sent,
    signal: AbortSignal.timeout(patienceMilliseconds),
    ...(octets !== undefined && { body: Uint8Array.from(octets) }),
  });
  const text = await response.text();
  expect(`${response.status} ${text}`).toMatch(new RegExp(`^${status} `));
  expect((await countMessages()) - before).toBe(1);
  if (status >= 400) expectProblem(status, response.headers.get('content-type') ?? '', text);
  await expectAlive();
  for (const keyword of keywords ?? []) expect(text).toContain(`"keyword":"${keyword}"`);
}

function declaresHead({ path }: Operation): boolean {
  return model.operations.some((other) => other.method === 'HEAD' && other.path === path);
}

/** Those that do not differ from one request to the next. */
function headersOf(response: Response): Readonly<Record<string, string>> {
  const own = ['x-request-id', 'date', 'connection', 'keep-alive', 'transfer-encoding'];
  return Object.fromEntries([...response.headers].filter(([name]) => !own.includes(name)));
}

async function expectAlive(): Promise<void> {
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
}

/** RFC 9457, with the members that every failure has, and nothing of what was sent. */
function expectProblem(status: number, contentType: string, body: string | undefined): void {
  expect(contentType).toBe('application/problem+json');
  if (body === undefined) return;
  const problem: unknown = JSON.parse(body);
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^urn:brrt:problem:[a-z-]+$/),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: expect.stringMatching(/^urn:uuid:/),
    code: expect.stringMatching(/^ERR_[A-Z_]+$/),
    requestId: expect.any(String),
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  const { errors = [] } = problem as { errors?: readonly unknown[] };
  expect(errors.length).toBeLessThanOrEqual(20);
  for (const error of errors) {
    expect(Object.keys(error as object).sort()).toEqual(['detail', 'in', 'keyword', 'pointer']);
  }
  expect(body).not.toContain(secret);
  expect(body.length).toBeLessThan(16_384);
}
