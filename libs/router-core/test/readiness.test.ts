import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Readiness } from '../src/http/readiness.ts';
import type { CheckOutcome, ReadinessCheck } from '../src/ports/management.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Given extends Omit<ReadinessCheck, 'check' | 'name'> {
  readonly check: ReadinessCheck['check'];
}

function given({ check, ...more }: Given) {
  let calls = 0;
  const reported: CheckOutcome[] = [];
  const logged: string[] = [];
  const note = (fields: object | string, message?: string) => void logged.push(message ?? String(fields));
  const counted: ReadinessCheck = {
    name: 'database',
    ...more,
    check: (signal) => {
      calls++;
      return check(signal);
    },
  };
  const readiness = new Readiness([counted], {
    report: (outcome) => reported.push(outcome),
    log: { debug: note, info: note, warn: note, error: note },
  });
  return { readiness, reported, logged, calls: () => calls };
}

const never = () => new Promise<void>(() => undefined);

describe('readiness checks', () => {
  it('are run once for many who ask at the same time', async () => {
    const gate = Promise.withResolvers<void>();
    const { readiness, calls, reported } = given({ check: () => gate.promise });
    const answers = Promise.all(Array.from({ length: 50 }, () => readiness.run()));
    gate.resolve();
    expect(new Set((await answers).flat()).size).toBe(1);
    expect([calls(), reported.length]).toEqual([1, 1]);
  });

  it.each([
    [false, 999, 1_000],
    [true, 4_999, 5_000],
  ])('keep their answer for a moment (degrades: %s)', async (degrades, within, after) => {
    const { readiness, calls } = given({ degrades, check: async () => undefined });
    await readiness.run();
    vi.advanceTimersByTime(within);
    await readiness.run();
    expect(calls()).toBe(1);
    vi.advanceTimersByTime(after - within);
    await readiness.run();
    expect(calls()).toBe(2);
  });

  it.each([
    [false, 2_000],
    [true, 500],
  ])('are given up when they take too long (degrades: %s)', async (degrades, patience) => {
    let aborted = false;
    const { readiness } = given({
      degrades,
      check: (signal) => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return never();
      },
    });
    const answer = readiness.run();
    await vi.advanceTimersByTimeAsync(patience - 1);
    expect(aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    const [outcome] = await answer;
    expect(outcome).toMatchObject({
      name: 'database',
      degrades,
      failure: { reason: { code: 'ERR_CHECK_TIMEOUT', message: `No answer within ${patience} ms` } },
    });
    expect(aborted).toBe(true);
  });

  it('say in the log when they begin to fail and when they hold again, and not in between', async () => {
    let failing = false;
    const { readiness, logged, reported } = given({
      check: async () => {
        if (failing) throw new TypeError('gone');
      },
    });
    for (const next of [false, true, true, false, false]) {
      failing = next;
      await readiness.run();
      vi.advanceTimersByTime(1_000);
    }
    expect(logged).toEqual(['Readiness check database fails', 'Readiness check database holds again']);
    expect(reported.map(({ failure }) => failure !== undefined)).toEqual([false, true, true, false, false]);
  });

  it('that throw before they promise anything fail', async () => {
    const { readiness } = given({
      check: () => {
        throw new TypeError('at once');
      },
    });
    expect((await readiness.run())[0]?.failure?.reason).toBeInstanceOf(TypeError);
  });
});
