import type { App } from '../app-folder.ts';
import { type AppExit, type AppProcess, startApp } from './app-process.ts';
import type { Address } from './check-port.ts';
import { readAddress } from './read-address.ts';
import { waitUntilReady } from './wait-until-ready.ts';
import { type Change, watchApp } from './watch-app.ts';

/** An app ended without being asked to. */
export interface UnexpectedEnd extends AppExit {
  /** It had answered `/ready` before. */
  readonly wasReady: boolean;
  /** It had been started because a file changed: the next change may mend it. */
  readonly afterChange: boolean;
}

export interface AppRunnerOptions {
  readonly app: App;
  readonly workspaceRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  /** Takes the app's own lines; without it the app writes to the terminal itself. */
  readonly onLine?: (line: string) => void;
  readonly onReady: (address: Address, milliseconds: number) => void;
  readonly onUnexpectedEnd: (end: UnexpectedEnd) => void;
}

/** Runs one app, and again after every change of its code or contract. */
export interface AppRunner {
  stop(): Promise<void>;
}

/** How long an app may drain before it is killed, in milliseconds. */
const drainMilliseconds = 5_000;

/** Starts an app and watches its files until `stop`. */
export function createAppRunner(options: AppRunnerOptions): AppRunner {
  const runner = new Runner(options);
  return { stop: () => runner.stop() };
}

class Runner {
  readonly #options: AppRunnerOptions;
  readonly #unwatch: () => void;
  #process: AppProcess | undefined = undefined;
  #isStopped = false;
  #isContractBroken = false;
  /** Starts, stops and regenerations happen one after the other. */
  #queue: Promise<void>;

  constructor(options: AppRunnerOptions) {
    this.#options = options;
    this.#unwatch = watchApp(options, (change) => this.#enqueue(() => this.#handle(change)));
    this.#queue = this.#start(false);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unwatch();
    await this.#queue;
    await this.#process?.stop(drainMilliseconds);
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (!this.#isStopped) await task();
    });
  }

  async #handle(change: Change): Promise<void> {
    const { app, print } = this.#options;
    const names = change.files.slice(0, 3).join(', ') + (change.files.length > 3 ? ', …' : '');
    print(`${names} changed`);
    if (change.contract && !(await this.#regenerate())) return;
    if (this.#isContractBroken) {
      print(`${app.name} restarts when its contract is mended; until then it runs as it was`);
      return;
    }
    await this.#process?.stop(drainMilliseconds);
    if (!this.#isStopped) await this.#start(true);
  }

  /** False when the contract is broken: what runs goes on running on the old one. */
  async #regenerate(): Promise<boolean> {
    const { app, workspaceRoot, print } = this.#options;
    const { generateApp } = await import('../generate-app.ts');
    const result = await generateApp(workspaceRoot, app);
    for (const line of result.report) print(line);
    this.#isContractBroken = !result.succeeded;
    if (!result.succeeded) print(`${app.name} goes on with the contract as it was`);
    return result.succeeded;
  }

  async #start(afterChange: boolean): Promise<void> {
    const { app, env, onReady, onUnexpectedEnd } = this.#options;
    const startedAt = performance.now();
    const address = await readAddress(app, env);
    const running = startApp(this.#options);
    this.#process = running;
    const ended = new AbortController();
    const ready = address === undefined ? Promise.resolve(false) : waitUntilReady(address, ended.signal);
    ready.then((isReady) => {
      if (isReady && address !== undefined) onReady(address, performance.now() - startedAt);
    });
    running.exited.then(async (exit) => {
      ended.abort();
      const wasReady = await ready;
      if (this.#process !== running || this.#isStopped || running.isStopping()) return;
      onUnexpectedEnd({ ...exit, wasReady, afterChange });
    });
  }
}
