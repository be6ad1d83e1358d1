import { basename, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AppChange, ContractFinding, ServiceAction, WorkspaceEvent } from '@brrt/dashboard';
import { toFinding } from '../dashboard/to-finding.ts';
import { type AppExit, type AppProcess, type SavedFiles, startApp } from './app-process.ts';
import type { Address } from './check-port.ts';
import type { Followed, Runnable } from './runnable.ts';
import { localUrl, waitUntilReady } from './wait-until-ready.ts';
import type { FolderWatch } from './watch-folders.ts';

/** An app ended without being asked to. */
export interface UnexpectedEnd extends AppExit {
  /** It had answered `/ready` before. */
  readonly wasReady: boolean;
  /** It had been started because a file changed: the next change may mend it. */
  readonly afterChange: boolean;
}

export interface AppRunnerOptions {
  readonly runnable: Runnable;
  readonly workspaceRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  /** Takes the app's own lines; without it the app writes to the terminal itself. */
  readonly onLine?: (line: string) => void;
  readonly onReady: (address: Address, milliseconds: number) => void;
  readonly onUnexpectedEnd: (end: UnexpectedEnd) => void;
  /** Takes all that happens to the app, for the dashboard. */
  readonly report?: (event: WorkspaceEvent) => void;
}

/** Runs an app or a contract, which takes up every change of its code or contract, or starts again where it cannot. */
export interface AppRunner {
  /** As the dashboard asks: a stopped app stays down, whatever is saved, until it is started again. */
  act(action: ServiceAction): Promise<void>;
  /** To the app's process; false when there is none. */
  send(message: object): boolean;
  stop(): Promise<void>;
}

/** How long an app may drain before it is killed, in milliseconds. */
const drainMilliseconds = 5_000;
const secondLookMilliseconds = 150;

/** Starts an app and watches its files until `stop`. */
export function createAppRunner(options: AppRunnerOptions): AppRunner {
  const runner = new Runner(options);
  return {
    act: (action) => runner.act(action),
    send: (message) => runner.send(message),
    stop: () => runner.stop(),
  };
}

/** A change that was taken and shows when the app is ready. */
interface PendingChange extends Pick<AppChange, 'kind' | 'files' | 'findings' | 'reason'> {
  readonly seenAt: number;
}

interface Ready {
  readonly address: Address;
  /** From the start. */
  readonly milliseconds: number;
}

class Runner {
  readonly #options: AppRunnerOptions;
  readonly #watch: FolderWatch;
  #process: AppProcess | undefined = undefined;
  /** Since when the process answers. */
  #ready: Ready | undefined = undefined;
  #isStopped = false;
  /** Stopped by `act`. */
  #isHalted = false;
  #isContractBroken = false;
  /** What was saved and is not taken up yet. */
  #saved: SavedFiles | undefined = undefined;
  /** What cannot be taken up before the contract is mended. */
  #held: readonly string[] = [];
  #contractFiles: ReadonlySet<string> = new Set();
  readonly #reloads = { accepted: 0, rejected: 0 };
  /** Files of contracts elsewhere are watched. */
  readonly #followed: Promise<void>;
  /** Starts, stops and regenerations happen one after the other. */
  #queue: Promise<void>;

  constructor(options: AppRunnerOptions) {
    this.#options = options;
    this.#watch = options.runnable.watch((saved) => {
      this.#note(saved);
      this.#enqueue(() => this.#handle());
    });
    this.#followed = options.runnable.files().then((files) => this.#follow(files));
    this.#queue = this.#start(false);
  }

  act(action: ServiceAction): Promise<void> {
    this.#enqueue(async () => {
      if (action === 'start' && this.#process?.isRunning() === true) return;
      this.#isHalted = action === 'stop';
      await this.#process?.stop(drainMilliseconds);
      if (action !== 'stop') await this.#start(true);
    });
    return this.#queue;
  }

  send(message: object): boolean {
    return this.#process?.send(message) ?? false;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#watch.stop();
    await this.#queue;
    await this.#process?.stop(drainMilliseconds);
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (!this.#isStopped) await task();
    });
  }

  #note({ files, contract }: SavedFiles): void {
    const before = this.#saved;
    this.#saved = {
      files: [...new Set([...(before?.files ?? []), ...files])],
      contract: contract || before?.contract === true,
    };
  }

  /** More was saved meanwhile, and will be handled. */
  #isOvertaken(): boolean {
    return this.#watch.isPending() || this.#saved !== undefined;
  }

  /** Before something is said to be wrong: whoever writes it may be at it still. */
  async #isSoonOvertaken(): Promise<boolean> {
    await wait(secondLookMilliseconds);
    return this.#isOvertaken();
  }

  /** Of several changes the first takes all of them. */
  async #handle(): Promise<void> {
    const saved = this.#saved;
    if (saved === undefined) return;
    this.#saved = undefined;
    const { print } = this.#options;
    const files = saved.files.map((file) => this.#shown(file));
    const seenAt = performance.now();
    print(`${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''} changed`);
    const kind = saved.contract ? 'contract' : 'code';
    const result = saved.contract ? await this.#regenerate() : undefined;
    // What was read may be half of what is being written.
    const isBroken = result?.succeeded === false;
    if (isBroken ? await this.#isSoonOvertaken() : this.#isOvertaken()) return this.#note(saved);
    for (const line of result?.report ?? []) print(line);
    const all = { ...saved, files: [...this.#held, ...saved.files] };
    const pending: PendingChange = { kind, files, findings: this.#findings(result), seenAt };
    if (isBroken) {
      print(`${this.#name} goes on with the contract as it was`);
      this.#reportChange(pending, 'rejected');
    } else if (this.#isContractBroken) {
      print(`${this.#name} takes it up when its contract is mended; until then it runs as it was`);
    } else if (!(await this.#takeUp(all, pending))) {
      await this.#process?.stop(drainMilliseconds);
      if (!this.#isStopped && !this.#isHalted) await this.#start(true, pending);
    }
    this.#held = this.#isContractBroken ? all.files : [];
  }

  /** In the process that runs, whose sockets stay open. False: only a new one can. */
  async #takeUp(saved: SavedFiles, change: PendingChange): Promise<boolean> {
    const { runnable, print } = this.#options;
    if (this.#ready === undefined) return false;
    const ofProcess = saved.files.find((file) => !runnable.isLoadedAnew(file));
    if (ofProcess !== undefined) {
      print(`${this.#name} starts again: ${this.#shown(ofProcess)} belongs to the process`);
      return false;
    }
    const everything = saved.files.some((file) => isData(file) && !this.#contractFiles.has(file));
    const taken = await this.#process?.reload({ ...saved, everything });
    // What could not be loaded may be half of what is being written.
    if (taken?.outcome === 'refused' && (await this.#isSoonOvertaken())) {
      this.#note(saved);
      return true;
    }
    if (taken === undefined || taken.outcome === 'restart') {
      print(`${this.#name} starts again: ${taken?.message ?? 'it did not take the change up'}`);
      return false;
    }
    if (taken.outcome === 'refused') {
      for (const line of taken.message.split('\n')) print(line);
      print(`${this.#name} goes on as it was`);
      this.#reportChange({ ...change, reason: taken.message }, 'rejected');
    } else {
      print(`${this.#name} runs with it (${((performance.now() - change.seenAt) / 1000).toFixed(2)} s)`);
      this.#reportChange(change, 'accepted');
      this.#reportReady(this.#ready);
    }
    return true;
  }

  #reportChange({ seenAt, ...change }: PendingChange, outcome: 'accepted' | 'rejected'): void {
    const milliseconds = performance.now() - seenAt;
    if (change.kind === 'contract') {
      this.#reloads[outcome]++;
      this.send({ type: 'brrt:reloads', ...this.#reloads });
    }
    this.#options.report?.({ type: 'changed', app: this.#name, at: Date.now(), ...change, outcome, milliseconds });
  }

  #reportReady({ address, milliseconds }: Ready): void {
    const managementUrl = localUrl(address.management ?? address);
    const urls = { url: localUrl(address), managementUrl };
    this.#options.report?.({ type: 'ready', app: this.#name, at: Date.now(), ...urls, milliseconds });
  }

  #findings(result: Followed | undefined): readonly ContractFinding[] {
    return (result?.findings ?? []).map((finding) => toFinding(finding, this.#options.workspaceRoot));
  }

  get #name(): string {
    return this.#options.runnable.app.name;
  }

  /** When the contract is broken, what runs goes on running on the old one. */
  async #regenerate(): Promise<Followed> {
    const result = await this.#options.runnable.follow();
    this.#isContractBroken = !result.succeeded;
    this.#follow(result.files);
    return result;
  }

  #follow(files: readonly string[]): void {
    // What was part of the contract has changed it by being so no more.
    this.#contractFiles = new Set([...this.#contractFiles, ...files]);
    this.#watch.follow(files);
  }

  /** A file as people know it. */
  #shown(file: string): string {
    const path = relative(this.#options.workspaceRoot, file).replaceAll('\\', '/');
    return path.startsWith('..') ? file : path;
  }

  async #start(afterChange: boolean, change?: PendingChange): Promise<void> {
    const { runnable, onReady, onUnexpectedEnd, report } = this.#options;
    const { app } = runnable;
    const startedAt = performance.now();
    const address = await runnable.address();
    const running = startApp({ ...this.#options, program: runnable.program });
    this.#process = running;
    this.#ready = undefined;
    report?.({ type: 'started', app: app.name, at: Date.now(), pid: running.pid });
    const ended = new AbortController();
    const ready = address === undefined ? Promise.resolve(false) : waitUntilReady(address, ended.signal);
    ready.then(async (isReady) => {
      if (!isReady || address === undefined) return;
      const milliseconds = performance.now() - startedAt;
      await this.#followed;
      if (this.#process !== running || !running.isRunning()) return;
      // First: what was served before is known until the app is ready with something else.
      if (change !== undefined) this.#reportChange(change, 'accepted');
      running.send({ type: 'brrt:reloads', ...this.#reloads });
      this.#ready = { address, milliseconds };
      this.#reportReady(this.#ready);
      onReady(address, milliseconds);
    });
    running.exited.then(async (exit) => {
      ended.abort();
      if (this.#process === running) this.#ready = undefined;
      const wasReady = await ready;
      const expected = this.#isStopped || running.isStopping();
      report?.({ type: 'exited', app: app.name, at: Date.now(), ...exit, expected });
      if (change !== undefined && !wasReady && !expected) {
        const reason = `${app.name} ended before it was ready (${exit.signal ?? `code ${exit.code}`})`;
        this.#reportChange({ ...change, reason }, 'rejected');
      }
      if (this.#process !== running || this.#isStopped || running.isStopping()) return;
      onUnexpectedEnd({ ...exit, wasReady, afterChange });
    });
  }
}

/** What modules read at will; the configuration is read by nobody else than the service. */
function isData(file: string): boolean {
  return /\.(?:json|ya?ml)$/.test(file) && !basename(file).startsWith('config');
}
