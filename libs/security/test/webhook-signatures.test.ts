import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createService, type HandlerContext, type HandlerRegistry, type Service } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import { createWebhookSecret } from '@brrt/router-core/webhooks';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecurity, type ReplayStore, SecurityConfigError, type SecurityOptions } from '../src/index.ts';

const content = {
  'application/json': { schema: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } } },
};
const received = (operationId: string, body: object, more: object = {}) => ({
  post: {
    operationId,
    security: [{ Sender: [] }],
    requestBody: { required: true, content: body },
    responses: { '200': { description: 'Taken', content: { 'application/json': { schema: {} } } } },
    ...more,
  },
});
const contract = (scheme: object) => ({
  openapi: '3.1.0',
  info: { title: 'Receiver', version: '1' },
  components: {
    securitySchemes: {
      Sender: { type: 'apiKey', in: 'header', name: 'webhook-signature', ...scheme },
      Key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    },
  },
  paths: {
    '/hook': received('hook', content),
    '/octets': received('octets', { 'application/octet-stream': {} }),
    '/small': received('small', content, { 'x-brrtrouter-body-size-bytes': 100 }),
    '/either': received('either', content, { security: [{ Sender: [] }, { Key: [] }] }),
  },
});

const [before, after] = [createWebhookSecret(), createWebhookSecret()];
const config = `
http: { content_encodings: [gzip] }
security:
  webhook_signatures: { Sender: { secrets: ["\${NEW_SECRET}", "\${OLD_SECRET}"] } }
  api_keys: { Key: { key: "a key that is long enough" } }
`;

let folder: string;
let service: Service;
let url: string;

async function open(scheme: object, settings: string, options: SecurityOptions = {}): Promise<Service> {
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(contract(scheme)));
  await writeFile(join(folder, 'config.yaml'), settings);
  const loaded = await loadContract({ service: 'receiver', file: pathToFileURL(join(folder, 'openapi.json')) });
  const given = await readConfig({ directory: folder, env: { NEW_SECRET: after, OLD_SECRET: before } });
  const whatCame = async ({ body }: { body: unknown }, { principal }: HandlerContext) => ({
    status: 200,
    body: {
      body: body instanceof Object && 'text' in body ? await (body as { text(): Promise<string> }).text() : body,
      claims: { ...principal?.claims },
    },
  });
  const handlers = Object.fromEntries(loaded.model.operations.map(({ name }) => [name, whatCame]));
  return createService({
    contract: loaded,
    // The cast: no types were generated from this contract.
    handlers: handlers as unknown as HandlerRegistry<HandlerContext>,
    config: given,
    security: createSecurity(loaded.model, given, options).handlers,
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-webhooks-'));
  service = await open({ 'x-webhook-signature': 'standard' }, config);
  ({ url } = await service.listen({ port: 0, host: '127.0.0.1' }));
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

let count = 0;

/** Headers that the reference library makes. */
function signed(payload: string, { secret = after, at = new Date(), id = `msg_${++count}` } = {}) {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, payload),
  };
}

async function post(path: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array<ArrayBuffer>) {
  const response = await fetch(url + path, { method: 'POST', headers, body });
  const answer: unknown = await response.json();
  return { status: response.status, challenge: response.headers.get('www-authenticate'), answer };
}

const past = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
const omit = (name: string) => Object.fromEntries(Object.entries(signed('{"n":1}')).filter(([each]) => each !== name));

describe('a signed webhook', () => {
  it.each([
    ['by the new secret', {}],
    ['by the old one', { secret: before }],
    ['nearly five minutes old', { at: past(295) }],
    ['from a clock that is ahead', { at: past(-295) }],
  ])('%s is taken, and names itself', async (_name, options) => {
    const headers = signed('{ "n": 1 }', options);
    const { status, answer } = await post('/hook', headers, '{ "n": 1 }');
    expect([status, answer]).toMatchObject([200, { body: { n: 1 }, claims: { 'webhook-id': headers['webhook-id'] } }]);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['another body', '{"n":2}', signed('{"n":1}')],
    ['a body that is the same JSON in other octets', '{ "n": 1 }', signed('{"n":1}')],
    ['another secret', '{"n":1}', signed('{"n":1}', { secret: createWebhookSecret() })],
    ['another id', '{"n":1}', { ...signed('{"n":1}'), 'webhook-id': 'msg_other' }],
    [
      'another time',
      '{"n":1}',
      { ...signed('{"n":1}'), 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 1) },
    ],
    ['a time long ago', '{"n":1}', signed('{"n":1}', { at: past(310) })],
    ['a time to come', '{"n":1}', signed('{"n":1}', { at: past(-310) })],
    ['no signature', '{"n":1}', omit('webhook-signature')],
    ['no id', '{"n":1}', omit('webhook-id')],
    ['no time', '{"n":1}', omit('webhook-timestamp')],
    ['a signature of nothing', '{"n":1}', { ...signed('{"n":1}'), 'webhook-signature': 'v1,' }],
  ])('with %s is 401, and nothing of it is decoded', async (_name, body, headers) => {
    const { status, challenge } = await post('/hook', headers, body);
    expect([status, challenge]).toEqual([401, 'ApiKey realm="Sender", in="header", name="webhook-signature"']);
    expect((await post('/hook', headers, 'no JSON')).status).toBe(401);
  });

  it('is taken once; sent again with a new time it is the same message', async () => {
    const first = signed('{"n":1}', { id: 'msg_once', at: past(2) });
    const again = signed('{"n":1}', { id: 'msg_once' });
    const statuses = [];
    for (const headers of [first, first, again, again]) statuses.push((await post('/hook', headers, '{"n":1}')).status);
    expect(statuses).toEqual([200, 401, 200, 401]);
  });

  it('is checked against the contract like any other request', async () => {
    expect(await post('/hook', signed('{"n":"x"}'), '{"n":"x"}')).toMatchObject({
      status: 400,
      answer: { code: 'ERR_REQUEST_VALIDATION' },
    });
  });

  it('is signed as it is sent, compressed', async () => {
    const octets = gzipSync('{"n":7}');
    const at = new Date();
    const [id, timestamp] = ['msg_gzip', String(Math.floor(at.getTime() / 1_000))];
    const { signWebhook, parseWebhookKey } = await import('@brrt/router-core/webhooks');
    const key = parseWebhookKey(after);
    const headers = {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signWebhook({ id, timestamp, payload: octets }, key === undefined ? [] : [key]),
    };
    expect(await post('/hook', headers, new Uint8Array(octets))).toMatchObject({
      status: 200,
      answer: { body: { n: 7 } },
    });
  });

  it('may carry a stream of octets', async () => {
    const headers = { ...signed('some octets'), 'content-type': 'application/octet-stream' };
    expect(await post('/octets', headers, 'some octets')).toMatchObject({
      status: 200,
      answer: { body: 'some octets' },
    });
  });

  it('is read no further than its operation takes', async () => {
    const body = JSON.stringify({ n: 1, padding: 'x'.repeat(200) });
    expect((await post('/small', signed(body), body)).status).toBe(413);
    expect((await post('/small', signed('{"n":1}'), '{"n":1}')).status).toBe(200);
  });

  it('leaves the body to whom another scheme lets in', async () => {
    const headers = { 'content-type': 'application/json', 'x-key': 'a key that is long enough' };
    expect(await post('/either', headers, '{"n":3}')).toMatchObject({ status: 200, answer: { body: { n: 3 } } });
    expect(await post('/either', { ...signed('{"n":1}'), 'x-key': headers['x-key'] }, '{"n":4}')).toMatchObject({
      status: 200,
      answer: { body: { n: 4 } },
    });
  });
});

describe('what was seen', () => {
  const statusWith = async (note: ReplayStore['note']): Promise<number> => {
    const receiver = await open({ 'x-webhook-signature': 'standard' }, config, { replayStore: { note } });
    const init = { method: 'POST', headers: signed('{"n":1}'), body: '{"n":1}' };
    const { status } = await receiver.fetch(new Request('http://receiver.example/hook', init));
    await receiver.close();
    return status;
  };

  it('may be in a store that processes share: what it cannot tell is 503, not yes', async () => {
    expect(await statusWith(() => true)).toBe(200);
    expect(await statusWith(async () => false)).toBe(401);
    expect(await statusWith(() => Promise.reject(new TypeError('no answer')))).toBe(503);
  });

  it('is kept for as long as its time is near enough', async () => {
    const until: number[] = [];
    await statusWith((_id, expiresAt) => until.push(expiresAt) === 1);
    expect(Math.abs((until[0] ?? 0) - Date.now() - 300_000)).toBeLessThan(5_000);
  });
});

describe('a receiver does not start', () => {
  it.each([
    [
      'without a secret',
      { 'x-webhook-signature': 'standard' },
      '',
      /signed webhooks is required by hook.*webhook_signatures:/s,
    ],
    ['where the extension says something else', { 'x-webhook-signature': 'hub' }, config, /has to be standard/],
    [
      'where it stands elsewhere',
      { 'x-webhook-signature': 'standard', name: 'X-Sig' },
      config,
      /in the header webhook-signature/,
    ],
  ])('%s', async (_name, scheme, settings, reason) => {
    const refused = await open(scheme, settings).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SecurityConfigError);
    expect(String(refused)).toMatch(reason);
  });

  it.each([
    ['webhook_signatures: { Sender: { secrets: [whsec_c2hvcnQ=] } }', 'has to be a secret whsec_'],
    ['webhook_signatures: { Sender: { secrets: ["whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc="] } }', 'use whpk_'],
    ['webhook_signatures: { Sender: {} }', 'needs secrets'],
  ])('with %s', async (line, reason) => {
    await expect(open({ 'x-webhook-signature': 'standard' }, `security:\n  ${line}\n`)).rejects.toThrow(reason);
  });
});
