import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../support/free-port.ts';

export interface FaultyOptions {
  /** Text of `config.yaml`. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node. */
  readonly node?: string;
  /** What the shell does before: `ulimit -n 64`. */
  readonly before?: string;
  /** Where standard output goes: `> /dev/full`. Nothing can be read from the log then. */
  readonly output?: string;
}

/** `faulty-service.ts` as a process of its own. */
export interface FaultyProcess extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Undefined while it lives. */
  readonly exitCode: number | null | undefined;
  readonly exited: Promise<number | null>;
  log(): string;
  lines(): readonly Readonly<Record<string, unknown>>[];
  get(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly text: string }>;
  /** The value of a series of its metrics, as the text shows it; 0: there is none. */
  metric(series: string): Promise<number>;
  /** Open descriptors. */
  descriptors(): number;
  /** Resident memory in MiB. */
  memory(): number;
  signal(name: NodeJS.Signals): void;
}

const program = new URL('./faulty-service.ts', import.meta.url).pathname;

export async function startFaulty(options: FaultyOptions = {}): Promise<FaultyProcess> {
  const { config = '', env = {}, node = '', before = ':', output = '' } = options;
  const folder = await mkdtemp(join(tmpdir(), 'brrt-faulty-'));
  await writeFile(join(folder, 'config.yaml'), config);
  const port = await findFreePort();
  const command = `${before}; exec "${process.execPath}" ${node} "${program}" "${folder}" ${output}`;
  const child = spawn('sh', ['-c', command], {
    env: { ...process.env, NODE_ENV: '', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Behind a pipe the shell stays between: both end as one group.
    detached: true,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
  let exitCode: number | null | undefined;
  const exited = once(child, 'exit').then(([code]): number | null => {
    exitCode = code;
    return code;
  });
  const url = `http://127.0.0.1:${port}`;
  const get: FaultyProcess['get'] = async (path, init) => {
    const response = await fetch(url + path, { ...init, headers: { connection: 'close', ...init?.headers } });
    return { status: response.status, text: await response.text() };
  };
  const running: FaultyProcess = {
    url,
    port,
    pid: child.pid ?? -1,
    get exitCode() {
      return exitCode;
    },
    exited,
    log: () => log,
    lines: () =>
      log.split('\n').flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? JSON.parse(line) : [])),
    get,
    async metric(series) {
      const { text } = await get('/metrics');
      const line = text.split('\n').find((one) => one.startsWith(`${series} `));
      return Number(line?.slice(series.length + 1) ?? 0);
    },
    descriptors: () => readdirSync(`/proc/${child.pid}/fd`).length,
    memory: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024,
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      if (exitCode === undefined) process.kill(-(child.pid ?? 0), 'SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
  await isReady(running);
  return running;
}

async function isReady(running: FaultyProcess): Promise<void> {
  for (const end = Date.now() + 30_000; ; await wait(50)) {
    const answer = await running.get('/ready').catch(() => undefined);
    if (answer?.status === 200 || running.exitCode !== undefined) return;
    if (Date.now() > end) throw new TypeError(`It is never ready:\n${running.log()}`);
  }
}
