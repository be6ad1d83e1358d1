import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { createService } from '@brrt/router-core';
import { defaultConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { createSecurity, SecurityConfigError } from '@brrt/security';
import { readServiceModelText } from '@brrt/service-model';
import { exportSPKI } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encode, good, rsa } from '../../libs/security/test/given-tokens.ts';
import { contract } from './contract.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('faults of BRRTRouter that are impossible here', () => {
  it('default secrets: nothing is accepted that nobody configured, and a service without credentials does not start', async () => {
    const { model } = await readServiceModelText({ text: JSON.stringify(contract), file: 'openapi.yaml' });
    if (model === undefined) throw new TypeError('The contract of the test cannot be read');
    expect(() => createSecurity(model, defaultConfig())).toThrow(SecurityConfigError);
    expect(() => createService({ contract: createContract(model), handlers: {} })).toThrow(/has no handler/);
    for (const key of ['test123', 'sig', 'secret', 'changeme']) {
      expect((await world.ask('GET /key', { headers: { 'x-api-key': key } })).status).toBe(401);
      expect((await world.ask('GET /bearer', { headers: { authorization: `Bearer ${key}` } })).status).toBe(401);
      expect(
        (await world.ask('GET /bearer', { headers: { authorization: `Bearer header.payload.${key}` } })).status,
      ).toBe(401);
    }
  });

  it('bodies parsed before authentication: a stranger is answered before a body of 1 GB that never comes', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const headers = { 'content-type': 'application/json', 'content-length': String(2 ** 30) };
    const sent = httpRequest(`${world.url}/bearer`, { method: 'POST', headers }, ({ statusCode }) =>
      resolve(statusCode),
    );
    sent.once('error', reject).write('{');
    // Nothing more is sent: whoever reads the body first waits for it.
    expect(await promise).toBe(401);
    sent.destroy();
  });

  it('bodies parsed before authentication: malformed JSON of a stranger is 401, not 400', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await world.ask('POST /bearer', { headers, body: '{' })).status).toBe(401);
  });

  it('preflight behind authentication: a preflight needs no credentials and runs no handler', async () => {
    world.handled.length = 0;
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    expect((await world.ask('OPTIONS /bearer', { headers })).status).toBe(204);
    expect(world.handled).toEqual([]);
  });

  it('negative caching of timeouts: a key that could not be asked about is good as soon as it can', async () => {
    const headers = { 'x-remote-key': 'remote-key-0123456789' };
    world.provider.answers.set('/verify', () => undefined);
    expect((await world.ask('GET /remote-key', { headers })).status).toBe(503);
    world.provider.json('/verify', {});
    expect((await world.ask('GET /remote-key', { headers })).status).toBe(204);
  });

  it('algorithm confusion: a token that is signed with the public key as a shared secret is refused', async () => {
    const input = `${encode({ alg: 'HS256', kid: 'k1', typ: 'JWT' })}.${encode(good())}`;
    const signature = createHmac('sha256', await exportSPKI(rsa.publicKey))
      .update(input)
      .digest('base64url');
    const headers = { authorization: `Bearer ${input}.${signature}` };
    expect((await world.ask('GET /bearer', { headers })).status).toBe(401);
  });

  it('unbounded caches of raw keys: many wrong keys leave nothing behind that opens anything', async () => {
    world.provider.json('/verify', {}, 401);
    const keys = Array.from({ length: 50 }, (_, index) => `wrong-key-${index}`);
    const statuses = await Promise.all(
      keys.map(async (key) => (await world.ask('GET /remote-key', { headers: { 'x-remote-key': key } })).status),
    );
    expect(new Set(statuses)).toEqual(new Set([401]));
  });
});
