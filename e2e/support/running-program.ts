import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program in a process group of its own, so that whatever it leaves behind goes with it. */
export interface RunningProgram extends AsyncDisposable {
  /** What it has printed so far, both streams. */
  output(): string;
  /** The same, standard error alone. */
  errors(): string;
  /** Resolves when the output matches; rejects with all of it when the program ends before, or after 60 s. */
  printed(pattern: RegExp): Promise<void>;
  /** Sends SIGTERM to the program alone, as a supervisor would; resolves to its exit code. */
  terminate(): Promise<number | null>;
  readonly exited: Promise<number | null>;
  /** -1 for a program that could not be started. */
  readonly pid: number;
}

const patienceMilliseconds = 60_000;
const graceMilliseconds = 8_000;

/** Starts a program with output captured, colours off, and no dashboard unless `env` says otherwise. */
export function startProgram(program: string, args: readonly string[], options: ProgramOptions): RunningProgram {
  const child = spawn(program, [...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', NX_DAEMON: 'false', NODE_ENV: '', BRRT_DASHBOARD: 'off', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let errors = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (errors += text));
  const exited = once(child, 'exit').then(([code]): number | null => code);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    exited,
    pid: child.pid ?? -1,
    output: () => output,
    errors: () => errors,
    async printed(pattern) {
      for (const end = Date.now() + patienceMilliseconds; !pattern.test(output); await wait(50)) {
        if (hasEnded() || Date.now() > end) throw new Error(`${program} never printed ${pattern}:\n${output}`);
      }
    },
    terminate() {
      child.kill('SIGTERM');
      return exited;
    },
    async [Symbol.asyncDispose]() {
      if (!hasEnded()) child.kill('SIGTERM');
      await Promise.race([exited, wait(graceMilliseconds, undefined, { ref: false })]);
      killGroup(child.pid);
      await exited;
    },
  };
}

/** Runs a program to its end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  await using running = startProgram(program, args, options);
  const code = await running.exited;
  return { code, output: running.output(), errors: running.errors() };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}
