import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { GeneratedService } from './generate-service.ts';

/** What a service has used so far. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly peakMebibytes: number;
}

/** A built service in a process of its own. */
export interface RunningService {
  readonly url: string;
  usage(): Promise<Usage>;
  /** Why a request failed: the error in the service's log. */
  explain(requestId: string): string | undefined;
  /** Sends SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
}

const patienceMilliseconds = 60_000;

/** Starts a built service with plain Node, where code from strings is forbidden, and waits until it is ready. */
export async function startService({ root, app }: GeneratedService): Promise<RunningService> {
  const child = fork('main.mjs', {
    cwd: join(root, 'dist', app.root),
    execArgv: ['--disallow-code-generation-from-strings', '--import', join(import.meta.dirname, 'report-usage.mjs')],
    env: { ...process.env, PORT: '0', NODE_ENV: '', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = readLog(child);
  const exited = once(child, 'exit').then(([code]): number | null => code);
  const url = await Promise.race([
    log.url,
    exited.then(() => undefined),
    wait(patienceMilliseconds, undefined, { ref: false }),
  ]);
  if (url === undefined) {
    child.kill('SIGKILL');
    throw new TypeError(`The service does not start: ${log.text().slice(0, 1200)}`);
  }
  const ready = await fetch(`${url}/ready`);
  if (ready.status !== 200) throw new TypeError(`/ready answers ${ready.status}`);
  return {
    url,
    explain: (requestId) => log.errors.get(requestId),
    async usage() {
      const answer = once(child, 'message');
      child.send('usage');
      const [usage] = (await answer) as [Usage];
      return usage;
    },
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

interface ServiceLog {
  readonly url: Promise<string | undefined>;
  /** By request id. */
  readonly errors: ReadonlyMap<string, string>;
  /** The beginning of what it said. */
  text(): string;
}

const keptOctets = 8192;

function readLog(child: ChildProcess): ServiceLog {
  const errors = new Map<string, string>();
  const listening = Promise.withResolvers<string | undefined>();
  let text = '';
  let rest = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      if (text.length < keptOctets) text += chunk;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) readLine(line, errors, listening.resolve);
    });
  }
  return { url: listening.promise, errors, text: () => text };
}

function readLine(line: string, errors: Map<string, string>, listening: (url: string) => void): void {
  if (!line.includes('"url":') && !line.includes('"err":')) return;
  try {
    const { url, requestId, err }: LogLine = JSON.parse(line);
    if (url !== undefined) listening(url);
    if (requestId !== undefined && err !== undefined) errors.set(requestId, JSON.stringify(err).slice(0, 1000));
  } catch {
    // Not a line of the log.
  }
}

interface LogLine {
  readonly url?: string;
  readonly requestId?: string;
  readonly err?: unknown;
}
