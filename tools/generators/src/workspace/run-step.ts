import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that a new workspace is made with. */
export interface StepProgram {
  readonly program: 'npm' | 'git';
  readonly args: readonly string[];
  readonly cwd: string;
  /** Nothing of it is shown. */
  readonly quiet?: boolean;
}

/** Runs it with this terminal; all it says goes to standard error, which has no results. True: it ended well. */
export async function runStep({ program, args, cwd, quiet = false }: StepProgram): Promise<boolean> {
  // npm is a batch file on Windows, which only a shell runs.
  const shell = process.platform === 'win32' && program === 'npm';
  const child = spawn(program, shell ? args.map((arg) => JSON.stringify(arg)) : args, {
    cwd,
    shell,
    stdio: ['ignore', quiet ? 'ignore' : process.stderr, quiet ? 'ignore' : process.stderr],
    env: { ...process.env, NX_DAEMON: 'false', INIT_CWD: cwd },
  });
  const exited = once(child, 'exit').then(([code]) => code === 0);
  return Promise.race([exited, once(child, 'error').then(() => false)]);
}
