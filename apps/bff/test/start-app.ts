import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

export interface RunningApp {
  readonly url: string;
  /** Ends the process; safe to call twice. */
  stop(): Promise<void>;
}

const startMilliseconds = 30_000;

/** Another app of the workspace as its own process: apps do not import apps. Resolves when it is ready. */
export async function startApp(name: string, env: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  const port = await freePort();
  const main = fileURLToPath(new URL(`../../${name}/src/main.ts`, import.meta.url));
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [main], {
    env: { ...inherited, NODE_ENV: 'test', LOG_LEVEL: 'fatal', PORT: String(port), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(`${url}/ready`, child);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return { url, stop: () => stop(child) };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const giveUp = Date.now() + startMilliseconds;
  while (child.exitCode === null && Date.now() < giveUp) {
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} is not ready`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
