import type { Console, MockState } from '@brrt/dashboard';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRunningApp, type RunningApp } from './running-app.ts';

const contract = `openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /pet:
    get:
      operationId: getPet
      responses:
        '200': { description: A pet, content: { application/json: { schema: { type: object, properties: { name: { type: string } } }, examples: { tom: { value: { name: Tom } }, anna: { value: { name: Anna } } } } } }
  /empty: { get: { operationId: getEmpty, responses: { '200': { description: Nothing is said, content: { application/json: {} } } } } }
`;

const program = `import { createObservability } from '@brrt/observability';
import { createService } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
const config = await readConfig({ directory: import.meta.dirname, env: process.env });
const contract = await loadContract({ service: 'shop', file: new URL('../openapi.yaml', import.meta.url) });
const observability = createObservability({ service: 'shop', config });
const service = createService({
  contract,
  config,
  handlers: { getPet: () => ({ status: 200, body: { name: 'Real' } }) },
  hooks: [observability.hooks],
  logger: observability.logger,
});
await service.run({ port: config.port, host: config.host });
`;

const registry = `import { fromContract } from '@brrt/router-core/ports';
import { getPet } from './get-pet.ts';
export const handlers = { getPet, getEmpty: fromContract };
`;

let app: RunningApp;
let console: Console;

beforeAll(async () => {
  app = await createRunningApp({ contract, program, registry });
});
afterAll(() => app[Symbol.asyncDispose]());
beforeEach(() => {
  console = app.openConsole();
});
afterEach(() => app.stop());

async function ask(path = '/pet') {
  const response = await app.fetch(path);
  return { status: response.status, mock: response.headers.get('x-brrt-mock'), body: await response.json() };
}

const real = { status: 200, mock: null, body: { name: 'Real' } };
const anna = { status: 200, mock: 'example', body: { name: 'Anna' } };

describe('a switch of the dashboard turns in the running process', () => {
  it('back and forth, seen in header and log, and again after a restart', async () => {
    await app.start();
    expect(await ask()).toEqual(real);
    await console.setMock('shop', 'getPet', { mode: 'example', example: 'anna' });
    await expect.poll(ask).toEqual(anna);
    expect((await console.operations('shop'))?.[0]?.mock).toEqual({ mode: 'example', example: 'anna' });
    await expect
      .poll(() => app.lines().some((line) => line.includes('"mock":"example"')), { timeout: 5_000 })
      .toBe(true);
    await app.stop();
    await app.start();
    expect(await ask()).toEqual(anna);
    await console.setMock('shop', 'getPet', { mode: 'handler' });
    await expect.poll(ask).toEqual(real);
  });

  it('a dashboard that begins anew has nothing switched', async () => {
    await app.start();
    expect(await ask()).toEqual(real);
  });

  it('does not exist in production', async () => {
    await app.start('production');
    await console.setMock('shop', 'getPet', { mode: 'example', example: 'anna' });
    app.send({ type: 'brrt:mocks', mocks: { getPet: { mode: 'contract' } } });
    expect(await ask()).toMatchObject(real);
    expect(await ask()).toMatchObject(real);
  });
});

describe('what cannot be is refused with its reason', () => {
  it.each<[string, string, MockState, RegExp]>([
    ['an operation that is not there', 'getNobody', { mode: 'contract' }, /no operation getNobody/],
    ['an example that is not there', 'getPet', { mode: 'example', example: 'max' }, /no example max/],
    ['a response that is not there', 'getPet', { mode: 'example', status: '404' }, /no response 404/],
    ['a handler that is not written', 'getEmpty', { mode: 'handler' }, /no handler/],
    ['content that nobody describes', 'getEmpty', { mode: 'contract' }, /no content/],
    ['values of no schema', 'getEmpty', { mode: 'generated' }, /no content/],
  ])('%s', async (_name, operationId, state, want) => {
    expect(await console.setMock('shop', operationId, state)).toMatch(want);
  });

  it('a service that does not run', async () => {
    expect(await console.setMock('shop', 'getPet', { mode: 'contract' })).toMatch(/does not run/);
  });
});
