import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { ReloadOutcome } from '@brrt/router-core/ports';
import type { RunnableProgram } from './runnable.ts';

/** How a process ended. */
export interface AppExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** One running app. */
export interface AppProcess {
  readonly exited: Promise<AppExit>;
  readonly pid: number | undefined;
  /** Over the channel to the process; false when it is closed. */
  send(message: object): boolean;
  /** Lets it load anew what was saved; undefined: it does not say what became of that. */
  reload(saved: ReloadMessage): Promise<ReloadOutcome | undefined>;
  /** `stop` was called. */
  isStopping(): boolean;
  isRunning(): boolean;
  /** Lets the app drain, kills it after `graceMilliseconds`; resolves when it is gone. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** What a developer saved. */
export interface SavedFiles {
  /** Absolute. */
  readonly files: readonly string[];
  /** The contract, or one that a client follows, is among them: generated modules are different. */
  readonly contract: boolean;
}

/** What a running app is to take up. */
export interface ReloadMessage extends SavedFiles {
  /** Among them is what modules may have read, nobody knows which. */
  readonly everything: boolean;
}

export interface StartAppOptions {
  readonly program: RunnableProgram;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes the app's lines; without it the app writes to the terminal itself. */
  readonly onLine?: ((line: string) => void) | undefined;
}

// Published, they are JavaScript as this file is.
const preload = (name: string): URL => new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url);
const preloads = ['keep-code', 'stop-with-parent', 'take-mocks', 'take-issuer', 'take-reloads'].map(preload);

/** Starts a program on this very Node, with `NODE_ENV=development` unless set. */
export function startApp({ program, env, onLine }: StartAppOptions): AppProcess {
  const output = onLine === undefined ? 'inherit' : 'pipe';
  const takeChanges = preload('take-changes');
  takeChanges.searchParams.set('own', program.ownFolder);
  const imports = [...preloads, takeChanges].flatMap(({ href }) => ['--import', href]);
  const child = spawn(process.execPath, ['--enable-source-maps', ...imports, ...program.args], {
    cwd: program.cwd,
    env: { ...env, NODE_ENV: env.NODE_ENV || 'development' },
    stdio: ['ignore', output, output, 'ipc'],
  });
  const lastLines =
    onLine === undefined ? [] : [child.stdout, child.stderr].map((stream) => forwardLines(stream, onLine));
  const exited = waitForExit(child, lastLines);
  let isStopping = false;
  return {
    exited,
    pid: child.pid,
    send(message) {
      if (!child.connected) return false;
      // One that ends meanwhile takes no message: that it ends is reported.
      child.send(message, () => undefined);
      return true;
    },
    reload: (saved) => reload(child, { exited, saved }),
    isStopping: () => isStopping,
    isRunning: () => !isStopping && child.exitCode === null && child.signalCode === null,
    stop: (grace) => {
      isStopping = true;
      return stop(child, exited, grace);
    },
  };
}

/** Loading files takes its time; a loop that a file begins has none. */
const reloadMilliseconds = 30_000;

async function reload(
  child: ChildProcess,
  { exited, saved }: { readonly exited: Promise<AppExit>; readonly saved: ReloadMessage },
): Promise<ReloadOutcome | undefined> {
  if (!child.connected) return undefined;
  const answered = new Promise<ReloadOutcome>((resolve) => {
    const take = (message: unknown): void => {
      if (!isReloaded(message)) return;
      child.off('message', take);
      resolve(message);
    };
    child.on('message', take);
  });
  child.send({ type: 'brrt:reload', ...saved }, () => undefined);
  const patience = wait(reloadMilliseconds, undefined, { ref: false });
  return Promise.race([answered, exited.then(() => undefined), patience]);
}

function isReloaded(message: unknown): message is ReloadOutcome {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'brrt:reloaded';
}

async function forwardLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return;
  for await (const line of createInterface({ input: stream })) onLine(line);
}

/** Not by the event `close`, which never comes once the channel to the child was closed from this side. */
async function waitForExit(child: ChildProcess, lastLines: readonly Promise<void>[]): Promise<AppExit> {
  const [code, signal]: readonly unknown[] = await once(child, 'exit');
  await Promise.all(lastLines);
  return {
    code: typeof code === 'number' ? code : null,
    signal: typeof signal === 'string' ? signal : null,
  };
}

async function stop(child: ChildProcess, exited: Promise<AppExit>, graceMilliseconds: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (child.connected) child.disconnect();
  const killer = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
  await exited;
  clearTimeout(killer);
}
