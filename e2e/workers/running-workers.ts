import { appendFile, cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';

export const key = { 'X-API-Key': 'petstore-header-key-6f1d0c94' };

/** A built service with several workers, in a folder of its own: each version stands apart, and a link says which is current. */
export interface RunningWorkers extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Where it runs. */
  readonly folder: string;
  readonly program: RunningProgram;
  /** Of the workers that serve now. */
  pids(): Promise<readonly number[]>;
  /** Resolves when the output matches so many times. */
  printed(pattern: RegExp, times: number): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Makes a version current in which a file is another. */
  release(file: string, edit: (text: string) => string): Promise<void>;
}

export interface WorkersOptions {
  readonly built: string;
  readonly workers: number;
  /** What stands below its configuration. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Copies a build and starts it; resolves at once. */
export async function startWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-workers-'));
  let version = 0;
  const release: RunningWorkers['release'] = async (file, edit) => {
    const name = `version-${++version}`;
    const path = join(folder, name, file);
    await cp(options.built, join(folder, name), { recursive: true });
    await appendFile(
      join(folder, name, 'config.yaml'),
      `\n${options.config ?? 'database: { file: ../data.sqlite }'}\n`,
    );
    await writeFile(path, edit(await readFile(path, 'utf8')));
    await symlink(name, join(folder, 'next'));
    await rename(join(folder, 'next'), join(folder, 'current'));
  };
  await release('main.mjs', (text) => text);
  const port = await findFreePort();
  const program = startProgram(process.execPath, ['--disallow-code-generation-from-strings', 'current/main.mjs'], {
    cwd: folder,
    env: { PORT: String(port), WEB_CONCURRENCY: String(options.workers), ...options.env },
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    folder,
    program,
    pids: () => childrenOf(program.pid),
    async printed(pattern, times) {
      const every = new RegExp(pattern.source, 'g');
      for (const end = Date.now() + 60_000; [...program.output().matchAll(every)].length < times; await wait(20)) {
        if (Date.now() > end) throw new Error(`Not ${times} times ${pattern}:\n${program.output()}`);
      }
    },
    release,
    signal: (signal) => void process.kill(program.pid, signal),
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As Linux has it. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

/** Lines of its log that tell of a request, by process. */
export function requestsByProcess(output: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const line of output.split('\n')) {
    const [, pid] = /"pid":(\d+).*"msg":"request completed"/.exec(line) ?? [];
    if (pid !== undefined) counts.set(Number(pid), (counts.get(Number(pid)) ?? 0) + 1);
  }
  return counts;
}
