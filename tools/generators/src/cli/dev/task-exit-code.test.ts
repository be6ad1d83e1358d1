import { expect, it } from 'vitest';
import { taskExitCode } from './task-exit-code.ts';

it.each([
  ['a service that cannot start', 'serve', { NX_TASK_TARGET_TARGET: 'serve' }, 1, 130],
  ['a mock of a broken contract', 'mock', { NX_TASK_TARGET_TARGET: 'mock' }, 2, 130],
  ['a service that was stopped', 'serve', { NX_TASK_TARGET_TARGET: 'serve' }, 0, 0],
  ['a service that no task starts', 'serve', {}, 1, 1],
  ['a service that a test starts', 'serve', { NX_TASK_TARGET_TARGET: 'test' }, 1, 1],
  ['a task that ends', 'generate', { NX_TASK_TARGET_TARGET: 'generate' }, 1, 1],
])('lets Nx see that something failed, and changes nothing else: %s', (_what, command, env, code, want) => {
  expect(taskExitCode(code, { command, env })).toBe(want);
});
