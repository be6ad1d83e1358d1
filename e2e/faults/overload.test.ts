import { expect, it } from 'vitest';
import { runProgram } from '../support/running-program.ts';

const root = new URL('../..', import.meta.url).pathname;

// Counted here, measured by the same command without `--quick`.
it('a service without configuration answers what it can, refuses the rest, and fails nobody', async () => {
  const { code, output } = await runProgram(
    'npm',
    ['run', '-s', 'bench:overload', '--', '--quick', '--json', '--only', 'load'],
    {
      cwd: root,
    },
  );
  expect(code, output).toBe(0);
  const { loads } = JSON.parse(output);
  const [work, wait] = loads;
  expect(loads.map((row: { readonly failures: number }) => row.failures)).toEqual([0, 0]);
  expect(work.reasons).toContain('event_loop');
  expect(wait.reasons).toContain('concurrency');
  for (const row of [work, wait]) {
    expect(row['accepted/s']).toBeGreaterThan(0);
    expect(row['refused/s']).toBeGreaterThan(0);
  }
});
