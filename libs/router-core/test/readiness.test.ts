import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureReason } from '../src/http/failure-reason.ts';
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
  const fields: object[] = [];
  const note = (first: object | string, message?: string) => {
    logged.push(message ?? String(first));
    if (typeof first === 'object') fields.push(first);
  };
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
  return { readiness, reported, logged, fields, calls: () => calls };
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
    { degrades: false, holds: true, within: 999, after: 1_000 },
    { degrades: false, holds: false, within: 999, after: 1_000 },
    { degrades: true, holds: true, within: 4_999, after: 5_000 },
    { degrades: true, holds: false, within: 999, after: 1_000 },
  ])('keep their answer for a moment (degrades: $degrades, holds: $holds)', async (row) => {
    const { degrades, holds, within, after } = row;
    const check = async () => {
      if (!holds) throw new TypeError('gone');
    };
    const { readiness, calls } = given({ degrades, check });
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

  it.each([
    [false, { check: 'database', err: new TypeError('gone: http://user:secret@shop\nand more') }],
    [true, { check: 'database', reason: 'gone: http://shop' }],
  ])(
    'are logged with the error where they decide, with the reason alone where they degrade (%s)',
    async (degrades, want) => {
      const check = () => Promise.reject(new TypeError('gone: http://user:secret@shop\nand more'));
      const { readiness, fields } = given({ degrades, check });
      await readiness.run();
      expect(fields).toEqual([want]);
    },
  );

  it.each([
    [new TypeError('gone: http://user:secret@shop/path\nand more'), 'gone: http://shop/path'],
    [new TypeError(), 'TypeError'],
    [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new TypeError('x'.repeat(500)), 'x'.repeat(200)],
    ['a secret', 'string'],
  ])('give a reason that can be shown: %s', (reason, want) => {
    expect(failureReason(reason)).toBe(want);
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
