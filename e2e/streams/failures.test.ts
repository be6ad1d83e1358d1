import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedService, startService } from '../hostile/support/start-service.ts';
import { openStreams } from './open-streams.ts';

const item = { type: 'object', required: ['data'], properties: { data: { type: 'string' } } };
const stream = (type: string) => ({ '200': { description: 'Items', content: { [type]: { itemSchema: item } } } });
const document = {
  openapi: '3.2.0',
  paths: {
    '/throws': { get: { operationId: 'throws', responses: stream('text/event-stream') } },
    '/breaks': { get: { operationId: 'breaks', responses: stream('text/event-stream') } },
    '/lines': { get: { operationId: 'lines', responses: stream('application/jsonl') } },
  },
};
const body = async function* (then: () => unknown) {
  yield { data: 'fine' };
  await wait(20);
  yield then();
};
const failing = () => {
  throw new TypeError('the disk is full');
};
const handlers = {
  throws: () => ({ status: 200, body: body(failing) }),
  breaks: () => ({ status: 200, body: body(() => ({ data: 7, canary: 'never-leaves' })) }),
  lines: () => ({ status: 200, body: body(failing) }),
};

let service: StartedService;

beforeAll(async () => {
  service = await startService({ document, handlers, config: 'log: { level: info }' });
});

afterAll(() => service[Symbol.asyncDispose]());

it.each([
  ['throws', 'brrt_handler_errors_total{operation="throws"}', 'ERR_INTERNAL', 'the disk is full'],
  [
    'breaks',
    'brrt_response_validation_failures_total{operation="breaks",status="200"}',
    'ERR_RESPONSE_VALIDATION',
    '"pointer":"/1/data"',
  ],
  ['lines', 'brrt_handler_errors_total{operation="lines"}', 'ERR_INTERNAL', 'the disk is full'],
])(
  'a stream that %s breaks off for its client, and shows in log and metrics',
  async (operation, metric, code, told) => {
    using streams = await openStreams(1, `http://127.0.0.1:${service.port}/${operation}`, []);
    await streams.closed;
    const [received = ''] = streams.received();
    expect(received).toMatch(/^HTTP\/1\.1 200 [\s\S]*fine/);
    expect(received).not.toMatch(/\r\n0\r\n\r\n$|never-leaves|disk/);
    const line = service
      .log()
      .split('\n')
      .find((each) => each.includes(`"operation":"${operation}"`));
    expect(line).toContain(`"level":50`);
    expect(line).toContain(`"status":200`);
    expect(line).toContain(`"code":"${code}"`);
    expect(line).toContain(told);
    expect(await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text()).toContain(`${metric} 1\n`);
  },
);
