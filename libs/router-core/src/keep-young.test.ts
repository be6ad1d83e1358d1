import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Whether V8 decides to make objects among the old ones, of which all survive. */
function isDecided(before: string): boolean {
  const program = `${before}
    const kept = [];
    const make = (index) => ({ index, of: [index, index] });
    for (let turn = 0; turn < 20; turn++) {
      for (let index = 0; index < 2_000; index++) kept.push(make(index));
      globalThis.gc({ type: 'minor' });
    }`;
  const flags = ['--expose-gc', '--trace-pretenuring', '--trace-pretenuring-statistics'];
  // Compiled at a fixed moment: beside other work on the machine V8 may have been done too late to decide.
  const { stdout, status } = spawnSync(
    process.execPath,
    [...flags, '--no-concurrent-recompilation', '--input-type=module', '-e', program],
    { encoding: 'utf8' },
  );
  expect(status).toBe(0);
  return /=> tenure/.test(stdout);
}

it('objects of a service are young, however many of a kind have survived', () => {
  const module = JSON.stringify(new URL('./keep-young.ts', import.meta.url));
  expect(isDecided('')).toBe(true);
  expect(isDecided(`import { keepYoung } from ${module}; keepYoung();`)).toBe(false);
});
