import type { AppChange, ContractFinding, ServiceAction, WorkspaceEvent } from '@brrt/dashboard';
import type { App } from '../app-folder.ts';
import { toFinding } from '../dashboard/to-finding.ts';
import type { GenerateResult } from '../generate-app.ts';
import { type AppExit, type AppProcess, startApp } from './app-process.ts';
import type { Address } from './check-port.ts';
import { readAddress } from './read-address.ts';
import { localUrl, waitUntilReady } from './wait-until-ready.ts';
import { type Change, watchApp } from './watch-app.ts';
import type { FolderWatch } from './watch-folders.ts';

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
  /** Takes all that happens to the app, for the dashboard. */
  readonly report?: (event: WorkspaceEvent) => void;
}

/** Runs one app, which takes up every change of its code or contract, or starts again where it cannot. */
export interface AppRunner {
  /** As the dashboard asks: a stopped app stays down, whatever is saved, until it is started again. */
  act(action: ServiceAction): Promise<void>;
  /** To the app's process; false when there is none. */
  send(message: object): boolean;
  stop(): Promise<void>;
}

/** How long an app may drain before it is killed, in milliseconds. */
const drainMilliseconds = 5_000;

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
interface PendingChange extends Pick<AppChange, 'kind' | 'files' | 'findings'> {
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
  #saved: Change | undefined = undefined;
  readonly #reloads = { accepted: 0, rejected: 0 };
  /** Starts, stops and regenerations happen one after the other. */
  #queue: Promise<void>;

  constructor(options: AppRunnerOptions) {
    this.#options = options;
    this.#watch = watchApp(options, (change) => {
      this.#note(change);
      this.#enqueue(() => this.#handle());
    });
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

  #note({ files, contract }: Change): void {
    const before = this.#saved;
    this.#saved = {
      files: [...new Set([...(before?.files ?? []), ...files])],
      contract: contract || before?.contract === true,
    };
  }

  /** Of several changes the first takes all of them. */
  async #handle(): Promise<void> {
    const change = this.#saved;
    if (change === undefined) return;
    this.#saved = undefined;
    const { app, print } = this.#options;
    const names = change.files.slice(0, 3).join(', ') + (change.files.length > 3 ? ', …' : '');
    const seenAt = performance.now();
    print(`${names} changed`);
    const kind = change.contract ? 'contract' : 'code';
    const result = change.contract ? await this.#regenerate() : undefined;
    // What was read may be half of what is being written.
    if (this.#watch.isPending() || this.#saved !== undefined) return this.#note(change);
    for (const line of result?.report ?? []) print(line);
    const pending: PendingChange = { kind, files: change.files, findings: this.#findings(result), seenAt };
    if (result?.succeeded === false) {
      print(`${app.name} goes on with the contract as it was`);
      this.#reportChange(pending, 'rejected');
      return;
    }
    if (this.#isContractBroken) {
      print(`${app.name} takes it up when its contract is mended; until then it runs as it was`);
      return;
    }
    if (await this.#takeUp(pending)) return;
    await this.#process?.stop(drainMilliseconds);
    if (!this.#isStopped && !this.#isHalted) await this.#start(true, pending);
  }

  /** In the process that runs, whose sockets stay open. False: only a new one can. */
  async #takeUp(change: PendingChange): Promise<boolean> {
    const { app, print } = this.#options;
    if (this.#ready === undefined || !change.files.every((file) => isOfService(file, app))) return false;
    const taken = await this.#process?.reload();
    if (taken === undefined || taken.outcome === 'restart') {
      print(`${app.name} starts again: ${taken?.message ?? 'it did not take the change up'}`);
      return false;
    }
    if (taken.outcome === 'refused') {
      for (const line of taken.message.split('\n')) print(line);
      print(`${app.name} goes on as it was`);
    } else print(`${app.name} runs with it (${((performance.now() - change.seenAt) / 1000).toFixed(2)} s)`);
    this.#reportChange(change, taken.outcome === 'accepted' ? 'accepted' : 'rejected');
    if (taken.outcome === 'accepted') this.#reportReady(this.#ready);
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

  #findings(result: GenerateResult | undefined): readonly ContractFinding[] {
    return (result?.findings ?? []).map((finding) => toFinding(finding, this.#options.workspaceRoot));
  }

  get #name(): string {
    return this.#options.app.name;
  }

  /** When the contract is broken, what runs goes on running on the old one. */
  async #regenerate(): Promise<GenerateResult> {
    const { app, workspaceRoot } = this.#options;
    const { generateApp } = await import('../generate-app.ts');
    const result = await generateApp(workspaceRoot, app);
    this.#isContractBroken = !result.succeeded;
    this.#watch.follow(result.files);
    return result;
  }

  /** While nobody waits: which files to follow outside of the app's folder; and the first save finds the generator loaded. */
  async #prepare(): Promise<void> {
    const { app, workspaceRoot } = this.#options;
    const { listContractFiles } = await import('../generate-app.ts');
    this.#watch.follow(await listContractFiles(workspaceRoot, app));
  }

  async #start(afterChange: boolean, change?: PendingChange): Promise<void> {
    const { app, env, onReady, onUnexpectedEnd, report } = this.#options;
    const startedAt = performance.now();
    const address = await readAddress(app, env);
    const running = startApp(this.#options);
    this.#process = running;
    this.#ready = undefined;
    report?.({ type: 'started', app: app.name, at: Date.now(), pid: running.pid });
    const ended = new AbortController();
    const ready = address === undefined ? Promise.resolve(false) : waitUntilReady(address, ended.signal);
    ready.then((isReady) => {
      if (!isReady || address === undefined) return;
      const milliseconds = performance.now() - startedAt;
      // First: what was served before is known until the app is ready with something else.
      if (change !== undefined) this.#reportChange(change, 'accepted');
      running.send({ type: 'brrt:reloads', ...this.#reloads });
      this.#ready = { address, milliseconds };
      this.#reportReady(this.#ready);
      onReady(address, milliseconds);
      if (!afterChange) this.#enqueue(() => this.#prepare());
    });
    running.exited.then(async (exit) => {
      ended.abort();
      if (this.#process === running) this.#ready = undefined;
      const wasReady = await ready;
      const expected = this.#isStopped || running.isStopping();
      report?.({ type: 'exited', app: app.name, at: Date.now(), ...exit, expected });
      if (change !== undefined && !wasReady && !expected) this.#reportChange(change, 'rejected');
      if (this.#process !== running || this.#isStopped || running.isStopping()) return;
      onUnexpectedEnd({ ...exit, wasReady, afterChange });
    });
  }
}

/** Of the app, or of a service that it calls; not of a library, and not what makes the process. */
function isOfService(file: string, { root }: App): boolean {
  return file.startsWith('apps/') && file !== `${root}/src/main.ts` && !file.endsWith('/package.json');
}
