import { runCommand } from './run-command.ts';

// The whole run; `npm test` has a shorter one of the same tests.
const env = { FUZZ_REQUESTS: process.env.FUZZ_REQUESTS ?? '200000' };
process.exitCode = await runCommand({ program: 'vitest', args: ['run', '--project', 'e2e', 'e2e/fuzz'], env });
