import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program with its arguments, and what it gets beside this process's environment. */
export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program of `node_modules/.bin`, or Node itself, with this terminal; resolves to its exit code. */
export async function runCommand({ program, args, env = {} }: ProgramCall): Promise<number> {
  const child = spawn(program, [...args], { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  try {
    const [code]: readonly unknown[] = await once(child, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    process.off('SIGINT', forward).off('SIGTERM', forward);
  }
}
