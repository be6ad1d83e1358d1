import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLater, Later } from './later.ts';

type Step = (value: number) => number | PromiseLike<number>;

/** What a step does, of a promise and of this. */
const steps: readonly Step[] = [
  (value) => value + 1,
  (value) => Promise.resolve(value * 2),
  (value) => kept(value * 3),
  (value) => failed(value),
  (value) => Promise.reject(new RangeError(`promise of ${value}`)),
  (value) => {
    throw new RangeError(`thrown at ${value}`);
  },
];

function kept(value: number): Later<number> {
  const later = new Later<number>();
  later.keep(value);
  return later;
}

function failed(value: number): Later<number> {
  const later = new Later<number>();
  later.fail(new RangeError(`failed at ${value}`));
  return later;
}

const chain = fc.array(fc.record({ on: fc.constantFrom('kept', 'failed', 'both'), step: fc.constantFrom(...steps) }), {
  maxLength: 6,
});

function follow(from: PromiseLike<number>, links: readonly { readonly on: string; readonly step: Step }[]) {
  const mend = (step: Step) => (error: unknown) => step(String(error).length);
  return links.reduce(
    (last, { on, step }) => last.then(on === 'failed' ? undefined : step, on === 'kept' ? undefined : mend(step)),
    from,
  );
}

const outcomeOf = (awaited: PromiseLike<number>): Promise<string> =>
  Promise.resolve(awaited).then(String, (error: unknown) => String(error));

describe('what comes later', () => {
  it('comes to what a promise would have come to', async () => {
    await fc.assert(
      fc.asyncProperty(chain, fc.boolean(), fc.boolean(), async (links, isKept, isThereBefore) => {
        const later = new Later<number>();
        const settle = (): void => (isKept ? later.keep(1) : later.fail(new RangeError('at first')));
        if (isThereBefore) settle();
        const reached = follow(later, links);
        if (!isThereBefore) settle();
        const first = isKept ? Promise.resolve(1) : Promise.reject(new RangeError('at first'));
        expect(await outcomeOf(reached)).toBe(await outcomeOf(follow(first, links)));
      }),
    );
  });

  it('is taken the moment it is there', () => {
    const later = new Later<number>();
    const seen: number[] = [];
    later.then((value) => value + 1).then((value) => seen.push(value));
    later.keep(1);
    later.keep(7);
    later.fail(new RangeError('too late'));
    expect(seen).toEqual([2]);
  });

  it.each([
    ['fails at the end of its steps', 'later.then(() => undefined); later.fail(new RangeError("lost"))'],
    ['fails before anybody waits', 'later.fail(new RangeError("lost"))'],
    ['throws in its last step', 'later.then(() => { throw new RangeError("lost"); }); later.keep(1)'],
  ])('is heard of by the process when it %s', (_name, steps) => {
    const module = JSON.stringify(new URL('later.ts', import.meta.url).href);
    const code = `import { Later } from ${module}; const later = new Later(); ${steps}`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('RangeError: lost')]);
  });

  it('can be waited for like a promise, by one', async () => {
    const later = new Later<number>();
    expect([isLater(later), isLater(Promise.resolve(1)), isLater<unknown>('then')]).toEqual([true, true, false]);
    setImmediate(() => later.keep(3));
    expect(await later).toBe(3);
    expect(() => later.then()).toThrow('Somebody waits for it already');
  });
});
