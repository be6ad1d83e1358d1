import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { FinishedCall, FinishedPart, HandlerContext } from '@brrt/router-core/ports';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { gather, optional, UpstreamUnavailableError } from '../src/index.ts';
import { type AnyClient, createAnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';
import { startUpstream } from './upstream.ts';

const rejections: unknown[] = [];
const remember = (reason: unknown): void => void rejections.push(reason);
beforeEach(() => void process.on('unhandledRejection', remember));
afterEach(async () => {
  // Rejections that nobody handles are reported when the microtasks are done.
  await wait(0);
  process.off('unhandledRejection', remember);
  expect(rejections.splice(0)).toEqual([]);
});

interface Given {
  readonly context: Pick<HandlerContext, 'signal' | 'log' | 'startPart'>;
  readonly leave: AbortController;
  readonly parts: FinishedPart[];
  readonly lines: [level: string, fields: object, message: string | undefined][];
}

function given(): Given {
  const leave = new AbortController();
  const parts: FinishedPart[] = [];
  const lines: Given['lines'] = [];
  const logAs = (level: string) => (fields: object | string, message?: string) =>
    void lines.push([level, Object(fields), message]);
  const log = { debug: logAs('debug'), info: logAs('info'), warn: logAs('warn'), error: logAs('error') };
  const startPart: HandlerContext['startPart'] = (part) => ({
    spanId: `span of ${part.name}`,
    end: (ending) => void parts.push({ ...part, ...ending, spanId: '', startedAt: 0, endedAt: 1 }),
  });
  return { context: { signal: leave.signal, log, startPart }, leave, parts, lines };
}

const outcomes = (parts: readonly FinishedPart[]) =>
  Object.fromEntries(parts.map(({ name, outcome }) => [name, outcome]));

const down = new UpstreamUnavailableError({ service: 'shop', operation: 'look' });
const never = (): Promise<never> => new Promise(() => undefined);
/** Heeds its signal, as calls do. */
const until = async ({ signal }: { readonly signal: AbortSignal }): Promise<never> => {
  await once(signal, 'abort');
  throw signal.reason;
};

describe('an answer of several parts', () => {
  it('has every part, asked for at once', async () => {
    const { context, parts } = given();
    const begun: string[] = [];
    const part = (name: string) => async () => {
      begun.push(name);
      await wait(5);
      expect(begun).toEqual(['user', 'pets']);
      return name;
    };
    const answer = await gather(context, { user: part('user'), pets: optional(part('pets')), fixed: () => 1 });
    expect(answer).toEqual({ user: 'user', pets: 'pets', fixed: 1, missing: [] });
    expect(outcomes(parts)).toEqual({ user: 'ok', pets: 'ok', fixed: 'ok' });
  });

  it('is typed by its parts', async () => {
    const { context } = given();
    const answer = await gather(context, { user: async () => ({ id: 1 }), pets: optional(() => ['Max']) });
    expectTypeOf(answer.user).toEqualTypeOf<{ id: number }>();
    expectTypeOf(answer.pets).toEqualTypeOf<string[] | undefined>();
    expectTypeOf(answer.missing).toEqualTypeOf<readonly 'pets'[]>();
    // @ts-expect-error: the name is that of the list
    await expect(gather(context, { missing: () => 1 })).rejects.toThrow(TypeError);
  });

  it('does without an optional part that fails, and says so once', async () => {
    const { context, parts, lines } = given();
    const answer = await gather(context, {
      user: () => wait(5, 'ada'),
      pets: optional(() => Promise.reject(down)),
      hints: optional(async () => {
        await wait(1);
        throw down;
      }),
    });
    expect(answer).toEqual({ user: 'ada', pets: undefined, hints: undefined, missing: ['pets', 'hints'] });
    expect(outcomes(parts)).toEqual({ user: 'ok', pets: 'missing', hints: 'missing' });
    expect(parts[0]).toMatchObject({ name: 'pets', isOptional: true, error: down });
    expect(lines).toEqual([['warn', { missingParts: ['pets', 'hints'], err: down }, 'Answered without pets, hints']]);
  });

  it('does without an optional part that has a fault of its own, which is logged as an error', async () => {
    const { context, lines } = given();
    const fault = new TypeError('undefined is not a function');
    const failing = optional(() => {
      throw fault;
    });
    expect(await gather(context, { a: optional(() => Promise.reject(down)), b: failing })).toMatchObject({
      missing: ['b', 'a'],
    });
    expect(lines).toEqual([['error', { missingParts: ['b', 'a'], err: fault }, 'Answered without b, a']]);
  });

  it('fails with the first required part that fails, and ends the others', async () => {
    const { context, parts, lines } = given();
    const answer = gather(context, {
      orders: until,
      user: async () => {
        await wait(5);
        throw down;
      },
      pets: optional(until),
      late: async () => {
        await wait(10);
        throw new TypeError('later');
      },
    });
    await expect(answer).rejects.toBe(down);
    await wait(20);
    expect(outcomes(parts)).toEqual({ orders: 'aborted', user: 'failed', pets: 'aborted', late: 'aborted' });
    expect(parts.find(({ name }) => name === 'pets')?.error).toMatchObject({ code: 'ERR_PART_ENDED' });
    expect(lines).toEqual([]);
  });

  it('does not begin what comes after a part that failed at once', async () => {
    const { context, parts } = given();
    const thrown = new TypeError('at once');
    const first = (): never => {
      throw thrown;
    };
    await expect(gather(context, { first, second: until })).rejects.toBe(thrown);
    expect(outcomes(parts)).toEqual({ first: 'failed' });
  });

  it('ends with its request, whatever the parts do', async () => {
    const { context, leave, parts } = given();
    const answer = gather(context, { stubborn: never, heeding: until, pets: optional(until) });
    const gone = new TypeError('gone');
    leave.abort(gone);
    await expect(answer).rejects.toBe(gone);
    expect(outcomes(parts)).toEqual({ heeding: 'aborted', pets: 'aborted' });
    await expect(gather(context, { user: () => 1 })).rejects.toBe(gone);
    expect(parts).toHaveLength(2);
  });

  it('ends what a part left behind when the answer is there', async () => {
    const { context } = given();
    let left: AbortSignal | undefined;
    await gather(context, {
      user: ({ signal }) => {
        left = signal;
      },
    });
    expect(left?.aborted).toBe(true);
  });
});

describe('calls of a part', () => {
  async function withClient(run: (client: AnyClient, finished: FinishedCall[], closed: () => number) => Promise<void>) {
    let closed = 0;
    await using upstream = await startUpstream((request, response) => {
      if (request.method === 'GET') response.on('close', () => closed++);
      else response.writeHead(500).end();
    });
    const client = await createAnyClient('failing', { baseUrl: upstream.url });
    const finished: FinishedCall[] = [];
    await run(client.bind(exchangeOf({ finished })), finished, () => closed);
    await client.close();
  }

  it('end when the answer is decided, and are shown below the part', async () => {
    await withClient(async (client, finished, closed) => {
      const { context } = given();
      const answer = gather(context, {
        slow: () => methodOf(client, 'look')(),
        pets: optional(() => methodOf(client, 'look')()),
        failing: async () => {
          await wait(50);
          return methodOf(client, 'create')();
        },
      });
      await expect(answer).rejects.toMatchObject({ code: 'ERR_UPSTREAM' });
      await expect.poll(closed).toBe(2);
      expect(finished.map(({ parentSpanId, error }) => [parentSpanId, (error as { code: string }).code])).toEqual([
        ['span of failing', 'ERR_UPSTREAM'],
        ['span of slow', 'ERR_PART_ENDED'],
        ['span of pets', 'ERR_PART_ENDED'],
      ]);
    });
  });
});
