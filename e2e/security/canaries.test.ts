import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { hashPassword } from '@brrt/security';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundToken, proofFor } from '../../libs/security/test/given-proofs.ts';
import { good, token } from '../../libs/security/test/given-tokens.ts';
import { type Provider, startProvider } from '../../libs/security/test/provider.ts';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';
import { canaryContract } from './canary-contract.ts';

/** A secret that can be found again wherever it comes out. */
const canary = (): string => `canary${randomBytes(12).toString('hex')}`;
const secrets = {
  handlers: canary(),
  token: canary(),
  opaque: canary(),
  query: canary(),
  cookie: canary(),
  header: canary(),
  remote: canary(),
  password: canary(),
  body: canary(),
  client: canary(),
  introspection: canary(),
  provider: canary(),
  wrong: canary(),
};

let provider: Provider;
let folder: string;
let program: RunningProgram;
let collector: Server;
let url: string;
/** What went out by OTLP, traces and logs. */
const telemetry: string[] = [];
/** Everything that came back over HTTP. */
const answers: string[] = [];
/** What credentials look like on the wire, beside the canaries themselves. */
const wire: string[] = [];

beforeAll(async () => {
  provider = await startProvider();
  folder = await mkdtemp(join(tmpdir(), 'canaries-'));
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  await writeFile(join(folder, 'openapi.yaml'), JSON.stringify(canaryContract));
  await writeFile(
    join(folder, 'config.yaml'),
    `port: ${port}
security:
  jwks: { Bearer: { jwks_url: "${provider.url}/keys", iss: "https://issuer.example/", aud: api, dpop: allowed } }
  introspection: { Opaque: { url: "${provider.url}/introspect", client_id: api, client_secret: "${secrets.client}" } }
  api_keys: { QueryKey: { key: "${secrets.query}" }, CookieKey: { key: "${secrets.cookie}" }, HeaderKey: { key: "${secrets.header}" } }
  remote_api_keys: { RemoteKey: { verify_url: "${provider.url}/verify" } }
  basic: { Staff: { users: { ada: "${await hashPassword(secrets.password)}" } } }
`,
  );
  const service = join(import.meta.dirname, 'canary-service.ts');
  collector = createServer(async (request, response) => {
    telemetry.push(`${request.url} ${await text(request)}`);
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const env = {
    LOG_LEVEL: 'trace',
    CANARY_OF_HANDLERS: secrets.handlers,
    // The port is that of a TCP server.
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_LOGS_EXPORTER: 'otlp',
  };
  program = startProgram(process.execPath, [service, folder], { cwd: import.meta.dirname, env });
  await program.printed(/listens on/);
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await provider.close();
  collector.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(request: string, init: RequestInit = {}): Promise<number> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const response = await fetch(url + path, { method, ...init });
  answers.push(JSON.stringify([...response.headers]), await response.text());
  return response.status;
}

function authorization(value: string, more: Readonly<Record<string, string>> = {}): RequestInit {
  wire.push(value.split(' ')[1] ?? '', ...Object.values(more));
  return { headers: { authorization: value, ...more } };
}

const json = (body: unknown): RequestInit => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const staff = (password: string): string => `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`;

describe('a secret that came in', () => {
  it('as a token, with its claims, accepted or not', async () => {
    const value = token({ payload: { ...good(), email: secrets.token } });
    expect(await ask('GET /token', authorization(`Bearer ${value}`))).toBe(204);
    expect(await ask('GET /token', authorization(`Bearer ${value}x`))).toBe(401);
    expect(await ask('GET /token', authorization(`Bearer ${secrets.wrong}`))).toBe(401);
    expect(await ask(`GET /token?access_token=${secrets.wrong}`, authorization(`Bearer ${value}`))).toBe(400);
  });

  it('as a proof, accepted or not', async () => {
    const bound = boundToken({ email: secrets.token });
    const proof = proofFor(bound, { claims: { htu: `${url}/token` } });
    expect(await ask('GET /token', authorization(`DPoP ${bound}`, { dpop: proof }))).toBe(204);
    expect(await ask('GET /token', authorization(`DPoP ${bound}`, { dpop: proof }))).toBe(401);
    expect(await ask('GET /token', authorization(`DPoP ${bound}`, { dpop: secrets.wrong }))).toBe(401);
  });

  it('as an opaque token, in what introspection says of it, and in the text of its errors', async () => {
    provider.json('/introspect', { active: true, sub: 'ada', client_secret: secrets.introspection });
    expect(await ask('GET /opaque', authorization(`Bearer ${secrets.opaque}`))).toBe(204);
    provider.json('/introspect', { error: secrets.provider }, 500);
    expect(await ask('GET /opaque', authorization(`Bearer ${secrets.wrong}`))).toBe(503);
    expect(provider.asked.some(({ content }) => content.includes(secrets.opaque))).toBe(true);
  });

  it('as a key in query, cookie or header, accepted or not', async () => {
    for (const [key, status] of [
      [secrets.query, 204],
      [secrets.wrong, 401],
    ] as const)
      expect(await ask(`GET /query?k=${key}`)).toBe(status);
    for (const [key, status] of [
      [secrets.cookie, 204],
      [secrets.wrong, 401],
    ] as const)
      expect(await ask('GET /cookie', { headers: { cookie: `session=${key}` } })).toBe(status);
    for (const [key, status] of [
      [secrets.header, 204],
      [secrets.wrong, 401],
    ] as const)
      expect(await ask('GET /header', { headers: { 'x-key': key } })).toBe(status);
  });

  it('as a key that another service knows, or fails to tell', async () => {
    provider.json('/verify', { note: secrets.provider });
    expect(await ask('GET /remote', { headers: { 'x-remote': secrets.remote } })).toBe(204);
    provider.json('/verify', { note: secrets.provider }, 500);
    expect(await ask('GET /remote', { headers: { 'x-remote': secrets.wrong } })).toBe(503);
  });

  it('as a password, accepted or not', async () => {
    expect(await ask('GET /staff', authorization(staff(secrets.password)))).toBe(204);
    expect(await ask('GET /staff', authorization(staff(secrets.wrong)))).toBe(401);
  });

  it('in a body that a handler logs, that breaks the contract, or that cannot be read', async () => {
    expect(await ask('POST /sign-in', json({ user: 'ada', password: secrets.body }))).toBe(204);
    expect(await ask('POST /sign-in', json({ user: 1, password: secrets.body.repeat(3) }))).toBe(400);
    expect(await ask('POST /sign-in', json(`{"password":"${secrets.body}"`))).toBe(400);
  });

  it('in the text of an error, or in an answer that breaks the contract', async () => {
    expect(await ask('GET /upstream')).toBe(500);
    expect(await ask('GET /broken')).toBe(500);
  });

  it('in a target that nobody serves, or in a message that is no HTTP', async () => {
    expect(await ask(`GET /nowhere/${encodeURIComponent('x')}?k=${secrets.wrong}`)).toBe(404);
    expect(await ask(`GET /query?k=${secrets.wrong}&k=%zz`)).toBe(401);
  });

  it('comes out nowhere: answers, metrics, the published contract, traces and logs by OTLP, and all that the process prints', async () => {
    for (const path of ['/metrics', '/openapi.json', '/openapi.yaml', '/health', '/ready', '/docs'])
      await ask(`GET ${path}`);
    expect(await program.terminate()).toBe(0);
    const printed = program.output();
    // It did say something about each of them.
    expect(printed.match(/"operation":"/g)?.length).toBeGreaterThan(20);
    const sent = telemetry.join('\n');
    expect(sent.match(/"brrt\.operation"/g)?.length).toBeGreaterThan(20);
    expect(sent).toMatch(/^\/v1\/traces /m);
    expect(sent).toMatch(/^\/v1\/logs /m);
    const outputs = { answers: answers.join('\n'), printed, telemetry: sent };
    const hits = Object.entries(outputs).flatMap(([where, text]) => [
      ...Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [`${where}: ${name}`] : [])),
      ...wire.filter((each) => each.length > 8 && text.includes(each)).map((each) => `${where}: ${each}`),
    ]);
    expect(hits).toEqual([]);
  });
});
