import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { ada, bffKey, petstoreKey } from './support/mixed-traffic.ts';
import { type RunningProgram, startProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

type Line = Readonly<Record<string, unknown>>;

let bff: RunningProgram;
let petstore: RunningProgram;
const lines: Line[] = [];

async function start(app: string, env: Readonly<Record<string, string>>): Promise<RunningProgram> {
  const cwd = join(workspaceRoot, 'apps', app);
  const program = startProgram(process.execPath, ['src/main.ts'], {
    cwd,
    env: { LOG_LEVEL: 'debug', LOG_FORMAT: 'json', ...env },
  });
  await program.printed(/listens on/);
  return program;
}

async function sendNoise(port: number, octets: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end(octets);
  socket.resume();
  await once(socket, 'close');
}

/** Every outcome that a service knows, then an end in order. */
beforeAll(async () => {
  const [port, petstorePort] = [await findFreePort(), await findFreePort()];
  const url = `http://127.0.0.1:${port}`;
  const petstoreUrl = `http://127.0.0.1:${petstorePort}`;
  petstore = await start('petstore', { PORT: String(petstorePort) });
  const nobody = `http://127.0.0.1:${await findFreePort()}`;
  bff = await start('bff', { PORT: String(port), PETSTORE_URL: petstoreUrl, USER_SERVICE_URL: nobody });
  const headers = { 'x-api-key': bffKey };
  const requests: readonly (readonly [string, RequestInit?])[] = [
    [`${petstoreUrl}/livez`],
    [`${petstoreUrl}/pets?limit=many`, { headers: { 'x-api-key': petstoreKey } }],
    [
      `${petstoreUrl}/pets`,
      { method: 'POST', headers: { 'x-api-key': petstoreKey, 'content-type': 'application/json' }, body: '{"canary' },
    ],
    [`${url}/ready`],
    [`${url}/metrics`],
    [`${url}/nowhere"\\`],
    [`${url}/dashboard/${ada}`, { method: 'PUT' }],
    [`${url}/dashboard/${ada}`],
    [`${url}/dashboard/${ada}`, { headers: { 'x-api-key': 'canary' } }],
    [`${url}/dashboard/canary-not-a-uuid?canary=1`, { headers: { ...headers, 'x-request-id': 'mine-1' } }],
    // user-service does not answer.
    [`${url}/dashboard/${ada}`, { headers }],
    [`${url}/dashboard/${ada}`, { headers, method: 'HEAD' }],
  ];
  for (const [target, init] of requests) await (await fetch(target, init)).arrayBuffer();
  await sendNoise(port, 'this is no HTTP\r\n\r\n');
  await sendNoise(port, `GET /a HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`);
  await sendNoise(port, 'BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n');
  expect([await bff.terminate(), await petstore.terminate()]).toEqual([0, 0]);
  for (const program of [bff, petstore]) {
    const shown = program.output().replace(program.errors(), '');
    for (const line of shown.split('\n').filter((text) => text !== '')) lines.push(JSON.parse(line));
  }
});

afterAll(async () => {
  for (const program of [bff, petstore]) await program[Symbol.asyncDispose]();
});

it('every line of the log is as its schema says', async () => {
  const file = new URL('../libs/observability/log-line.schema.json', import.meta.url);
  const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(await readFile(file, 'utf8')));
  const faults = lines.flatMap((line) => (validate(line) ? [] : [{ line, errors: validate.errors }]));
  expect(faults).toEqual([]);
});

it('there is a line for each outcome', () => {
  const completed = lines.filter(({ msg }) => msg === 'request completed');
  const outcomes = completed.map(({ level, method, route, status, code }) =>
    `${level} ${method} ${route} ${status} ${code ?? ''}`.trim(),
  );
  expect(outcomes).toEqual(
    expect.arrayContaining([
      '20 GET /livez 200',
      '20 GET /ready 200',
      '20 GET /metrics 200',
      '30 GET /pets 400 ERR_REQUEST_VALIDATION',
      '30 POST /pets 400 ERR_REQUEST_MALFORMED',
      '30 GET __unmatched__ 404 ERR_NOT_FOUND',
      '30 PUT __unmatched__ 405 ERR_METHOD_NOT_ALLOWED',
      '40 GET /dashboard/{userId} 401 ERR_AUTHENTICATION',
      '30 GET /dashboard/{userId} 400 ERR_REQUEST_VALIDATION',
      '50 GET /dashboard/{userId} 502 ERR_UPSTREAM',
      '50 HEAD /dashboard/{userId} 502 ERR_UPSTREAM',
    ]),
  );
  const messages = new Set(lines.map(({ msg }) => String(msg).replace(/http:\S+/, '<url>')));
  expect([...messages]).toEqual(
    expect.arrayContaining([
      'message refused before it was a request',
      'Readiness check client:user-service fails',
      expect.stringMatching(/ listens on <url>$/),
    ]),
  );
});

it('failures say where, and nothing says what was sent', () => {
  const refused = lines.filter(({ code }) => code === 'ERR_REQUEST_VALIDATION');
  expect(refused.map(({ violations }) => violations)).toEqual(
    expect.arrayContaining([expect.arrayContaining([{ in: 'path', pointer: '/userId', keyword: 'format' }])]),
  );
  const failed = lines.find(({ code }) => code === 'ERR_UPSTREAM');
  expect(failed).toMatchObject({ err: { stack: expect.stringContaining('at '), message: expect.any(String) } });
  expect(lines.find(({ requestId }) => requestId === 'mine-1')).toBeDefined();
  expect(JSON.stringify(lines)).not.toContain('canary');
});
