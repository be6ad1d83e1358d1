import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { takeOver } from '../src/create-service.ts';
import { createService, type HandlerContext, type Service, type ServiceOptions } from '../src/index.ts';
import type { Contract, HandlerRegistry } from '../src/ports/index.ts';
import { contractOf } from './body-service.ts';
import { freePort } from './free-port.ts';

const text = `
openapi: 3.2.0
info: { title: Streams, version: '1' }
paths:
  /events:
    get: { operationId: events, responses: { '200': { description: Events, content: { text/event-stream: {} } } } }
  /lines:
    get: { operationId: lines, responses: { '200': { description: Items, content: { application/jsonl: {} } } } }
`;

let contract: Contract;
const open: Service[] = [];
/** What a service that runs listens to. */
const processEvents = ['SIGTERM', 'SIGINT', 'unhandledRejection', 'uncaughtException'];
const usual = new Map(processEvents.map((event) => [event, process.rawListeners(event)]));
afterEach(async () => {
  for (const service of open.splice(0)) await service.close();
  for (const event of processEvents) {
    const added = process.rawListeners(event).filter((listener) => usual.get(event)?.includes(listener) !== true);
    for (const listener of added) process.off(event, listener as () => void);
  }
});

async function make(handlers: object, options: Partial<ServiceOptions<unknown, unknown>> = {}): Promise<Service> {
  contract ??= await contractOf(text);
  const service = createService({ contract, handlers: handlers as HandlerRegistry<HandlerContext>, ...options });
  open.push(service);
  return service;
}

async function run(service: Service): Promise<string> {
  const port = await freePort();
  await service.run({ port, host: '127.0.0.1' });
  return `http://127.0.0.1:${port}`;
}

describe('a service that another one takes over from', () => {
  it('has what its streams read from until they are sent', async () => {
    const go = Promise.withResolvers<void>();
    let isReleased = false;
    const lines = () => ({
      status: 200,
      body: (async function* () {
        yield { isReleased };
        await go.promise;
        yield { isReleased };
      })(),
    });
    const release = (): void => {
      isReleased = true;
    };
    const before = await make({ lines }, { onStop: [release] });
    const url = await run(before);
    const response = await fetch(`${url}/lines`);
    expect(takeOver(await make({}), before)).toBe(true);
    await wait(100);
    go.resolve();
    expect(await response.text()).toBe('{"isReleased":false}\n{"isReleased":false}\n');
    await expect.poll(() => isReleased).toBe(true);
  });

  it('asks clients of its events once to come back', async () => {
    const events = (_request: unknown, { signal }: HandlerContext) => ({
      status: 200,
      body: (async function* () {
        yield { data: 'begun' };
        await once(signal, 'abort');
      })(),
    });
    const before = await make({ events });
    const url = await run(before);
    const response = await fetch(`${url}/events`);
    expect(takeOver(await make({}), before)).toBe(true);
    expect(await response.text()).toMatch(/^data: begun\n\nretry: \d+\n\n$/);
  });
});
