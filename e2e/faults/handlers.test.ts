import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultyProcess, startFaulty } from './support/start-faulty.ts';

let service: FaultyProcess;
beforeAll(async () => {
  service = await startFaulty();
});
afterAll(() => service[Symbol.asyncDispose]());

/** Whatever happened, everybody else is served as before. */
async function livesOn(): Promise<void> {
  expect(await service.get('/fast')).toEqual({ status: 200, text: 'fine' });
  await expect.poll(() => service.metric('http_server_active_requests')).toBe(1);
  expect(service.exitCode).toBeUndefined();
}

async function logs(fields: object): Promise<void> {
  await expect.poll(() => service.lines(), { timeout: 5_000 }).toContainEqual(expect.objectContaining(fields));
}

const thrown = (message: string) => ({ level: 50, err: expect.objectContaining({ type: 'TypeError', message }) });

describe('one request fails, the process lives', () => {
  it('a handler throws', async () => {
    const { status, text } = await service.get('/throws');
    expect(status).toBe(500);
    expect(text).not.toContain('thrown by a handler');
    await logs({ operation: 'throws', status: 500, ...thrown('thrown by a handler') });
    expect(await service.metric('brrt_handler_errors_total{operation="throws"}')).toBe(1);
    await livesOn();
  });

  it('a handler never returns', async () => {
    expect((await service.get('/hangs')).status).toBe(504);
    expect((await service.get('/aborted')).text).toBe('1');
    await logs({ operation: 'hangs', status: 504 });
    await livesOn();
  });

  it('a handler answers when its time is over', async () => {
    expect((await service.get('/late')).status).toBe(504);
    await livesOn();
  });

  it('handlers that never return are no more than come', async () => {
    const statuses = await Promise.all(Array.from({ length: 200 }, async () => (await service.get('/hangs')).status));
    expect(statuses.filter((status) => status !== 504 && status !== 503)).toEqual([]);
    await livesOn();
  });
});

describe('nobody fails, the process lives', () => {
  it.each([
    ['nobody awaits a promise that is rejected', '/rejects', 'rejection', 'awaited by nobody'],
    ['a timer of a handler throws', '/timer', 'exception', 'thrown by a timer'],
    ['nobody hears the error of an event emitter', '/emitter', 'exception', 'heard by nobody'],
  ])('%s', async (_name, path, kind, message) => {
    const series = `brrt_uncaught_errors_total{kind="${kind}"}`;
    const before = await service.metric(series);
    expect((await service.get(path)).status).toBe(200);
    await expect.poll(() => service.metric(series)).toBe(before + 1);
    await logs(thrown(message));
    await livesOn();
  });

  it('a handler blocks the event loop', async () => {
    expect((await service.get('/block')).status).toBe(200);
    await logs({
      level: 40,
      operation: 'block',
      msg: expect.stringMatching(/^The event loop stood still for \d+ ms$/),
    });
    expect(await service.metric('brrt_event_loop_blocked_total{operation="block"}')).toBeGreaterThan(0);
    await livesOn();
  });
});

it('what is thrown before the service listens ends the process', async () => {
  await using faulty = await startFaulty({ env: { FAULT_AT_START: 'timer' } });
  expect(await faulty.exited).toBe(1);
  expect(faulty.log()).toContain('thrown while it starts');
});
