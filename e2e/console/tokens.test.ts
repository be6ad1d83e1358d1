import { type CallCredential, type Console, createDevelopmentIssuer } from '@brrt/dashboard';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRunningApp, type RunningApp } from './running-app.ts';
import { callTo } from './world.ts';

const contract = `openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /pets:
    get: { operationId: readPets, security: [{ Bearer: [read] }], responses: { '200': { description: Whose, content: { application/json: { schema: {} } } } } }
  /orders:
    get: { operationId: readOrders, security: [{ Closed: [read] }], responses: { '200': { description: Whose, content: { application/json: { schema: {} } } } } }
components:
  securitySchemes:
    Bearer: { type: http, scheme: bearer }
    Closed: { type: http, scheme: bearer }
`;

// Development opens one of the two; the other has an issuer that is not there.
const config = `security:
  jwks:
    Bearer: { jwks_url: http://127.0.0.1:9/keys, iss: https://issuer.example/, aud: shop }
    Closed: { jwks_url: http://127.0.0.1:9/keys, iss: https://issuer.example/, aud: shop }
`;
const development = `security:
  development:
    Bearer: { token: canary-static, scopes: [read] }
`;

const program = `import { createService } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import { createObservability } from '@brrt/observability';
import { createSecurity } from '@brrt/security';
const config = await readConfig({ directory: import.meta.dirname, env: process.env });
const contract = await loadContract({ service: 'shop', file: new URL('../openapi.yaml', import.meta.url) });
const observability = createObservability({ service: 'shop', config });
const whose = (request, { principal }) => ({ status: 200, body: { subject: principal.subject, scopes: principal.scopes } });
const service = createService({
  contract,
  config,
  handlers: { readPets: whose, readOrders: whose },
  security: createSecurity(contract.model, config).handlers,
  hooks: [observability.hooks],
  logger: observability.logger,
});
await service.run({ port: config.port, host: '127.0.0.1' });
`;

let app: RunningApp;
let console: Console;
beforeAll(async () => {
  app = await createRunningApp({ contract, program, config, development });
});
afterAll(() => app[Symbol.asyncDispose]());
beforeEach(() => {
  console = app.openConsole();
});
afterEach(() => app.stop());

async function call(operationId: string, ...credentials: readonly CallCredential[]) {
  const events = await callTo(console, 'shop', { operationId, credentials });
  const head = events.find((event) => event.type === 'head');
  const body = events.map((event) => (event.type === 'chunk' ? (event.text ?? '') : '')).join('');
  return { status: head?.type === 'head' ? head.status : undefined, body: JSON.parse(body), events };
}

const mint = (scheme: string, scopes: readonly string[], subject?: string): CallCredential => ({
  scheme,
  mint: { scopes, ...(subject !== undefined && { subject }) },
});

describe('a token that the dashboard makes', () => {
  it('opens what development opens, with the scopes that it has', async () => {
    await app.start();
    expect(await call('readPets', mint('Bearer', ['read', 'write'], 'ada'))).toMatchObject({
      status: 200,
      body: { subject: 'ada', scopes: ['read', 'write'] },
    });
    expect(await call('readPets', mint('Bearer', []))).toMatchObject({ status: 403 });
    expect((await console.security('shop'))?.map(({ name, mintsTokens }) => [name, mintsTokens])).toEqual([
      ['Bearer', true],
      ['Closed', undefined],
    ]);
  });

  it('opens no scheme that development does not open, and is of no other dashboard', async () => {
    await app.start();
    // The issuer of this scheme cannot be asked.
    expect(await call('readOrders', mint('Closed', ['read']))).toMatchObject({ status: 503 });
    const foreign = createDevelopmentIssuer().mint({ scopes: ['read'] });
    expect(await call('readPets', { scheme: 'Bearer', value: foreign })).toMatchObject({ status: 401 });
  });

  it('is shown to nobody', async () => {
    await app.start();
    const { events } = await call('readPets', mint('Bearer', ['read'], 'ada'));
    expect(JSON.stringify([events, app.lines()])).not.toMatch(/eyJ[\w-]{10}|canary/);
  });

  it('is worth nothing in production, whatever the process is told', async () => {
    await app.start('production');
    const token = createDevelopmentIssuer();
    app.send(token.message);
    expect(await call('readPets', { scheme: 'Bearer', value: token.mint({ scopes: ['read'] }) })).toMatchObject({
      status: 503,
    });
    expect(await call('readPets', mint('Bearer', ['read']))).toMatchObject({ status: 503 });
  });
});
