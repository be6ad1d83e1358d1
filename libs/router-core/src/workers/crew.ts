import type { PrimaryLog } from './primary-log.ts';
import { Switchboard } from './switchboard.ts';
import { type WorkerEnd, WorkerHandle } from './worker-handle.ts';

export interface CrewOptions {
  readonly wanted: number;
  readonly log: PrimaryLog;
  /** A worker that takes longer to end in order is ended. */
  readonly longestDrainMs: number;
  /** Nobody serves, and nobody will. */
  readonly giveUp: (reason: string) => void;
}

/** So many failures in a row, while nobody serves, are no accident. */
const mostFailedStarts = 5;
/** Who lives shorter than this will fail again. */
const shortLifeMs = 10_000;
const shortestPauseMs = 100;
const longestPauseMs = 10_000;

/** The workers of a service: as many as are wanted, each replaced when it ends. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #workers = new Set<WorkerHandle>();
  readonly #switchboard = new Switchboard(this);
  /** How many ended without being told to. */
  lost = 0;
  #failedStarts = 0;
  #shortLives = 0;
  #restingUntil = 0;
  #resting: NodeJS.Timeout | undefined = undefined;
  #stopping: PromiseWithResolvers<number> | undefined = undefined;
  #exitCode = 0;
  #rolling: Promise<void> | undefined = undefined;

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  get workers(): readonly WorkerHandle[] {
    return [...this.#workers];
  }

  get wanted(): number {
    return this.#options.wanted;
  }

  start(): void {
    this.#fill();
  }

  /** Others in the place of all that serve, one after the other, from what is on disk now. Asked again meanwhile, it begins anew. */
  roll(): Promise<void> {
    const before = this.#rolling ?? Promise.resolve();
    const rolling = before.then(() => this.#replaceAll());
    this.#rolling = rolling;
    return rolling;
  }

  /** Ends all of them in order; resolves to the exit code. Call once. */
  stop(): Promise<number> {
    const stopping = Promise.withResolvers<number>();
    this.#stopping = stopping;
    clearTimeout(this.#resting);
    for (const worker of this.#workers) this.#drain(worker, false);
    if (this.#workers.size === 0) stopping.resolve(this.#exitCode);
    return stopping.promise;
  }

  /** The first alone: it brings a database up to date, and finds once what is wrong for all. */
  #fill(): void {
    const pause = this.#restingUntil - performance.now();
    if (this.#stopping !== undefined) return;
    if (pause > 0) {
      clearTimeout(this.#resting);
      this.#resting = setTimeout(() => this.#fill(), pause);
      return;
    }
    const wanted = this.#serving().length > 0 ? this.#options.wanted : 1;
    while (this.#staying().length < wanted) this.#add('member');
  }

  #staying(): readonly WorkerHandle[] {
    return this.workers.filter(({ phase }) => phase !== 'draining');
  }

  #serving(): readonly WorkerHandle[] {
    return this.workers.filter(({ phase }) => phase === 'ready');
  }

  #add(as: 'member' | 'successor'): WorkerHandle {
    const taken = this.workers.map(({ number }) => number);
    const free = Array.from({ length: taken.length + 1 }, (_, index) => index + 1).find((n) => !taken.includes(n));
    const worker: WorkerHandle = new WorkerHandle(
      {
        number: free ?? 1,
        isSuccessor: as === 'successor',
        othersServe: () => this.#serving().some((other) => other !== worker && !other.isSilent),
      },
      (message, from) => this.#switchboard.take(message, from),
    );
    this.#workers.add(worker);
    void worker.started.then((hasStarted) => {
      if (!hasStarted) return;
      this.#failedStarts = 0;
      this.#options.log.name = worker.serviceName ?? this.#options.log.name;
      this.#fill();
      const serving = this.#serving().length;
      if (serving === this.#options.wanted) this.#options.log.info(`${serving} workers serve`);
    });
    void worker.ended.then(async (end) => {
      this.#workers.delete(worker);
      this.#switchboard.ended(worker);
      const hadStarted = await worker.started;
      if (this.#stopping !== undefined) this.#endedOfMany(end, hadStarted);
      else if (worker.phase !== 'draining' && (as === 'member' || hadStarted)) this.#lost(worker, end, hadStarted);
    });
    return worker;
  }

  #endedOfMany({ exitCode }: WorkerEnd, hadStarted: boolean): void {
    // Who was just starting has nothing to end in order.
    if (hadStarted && exitCode !== 0) this.#exitCode = 1;
    if (this.#workers.size === 0) this.#stopping?.resolve(this.#exitCode);
  }

  #lost({ number, pid }: WorkerHandle, end: WorkerEnd, hadStarted: boolean): void {
    const { log, giveUp } = this.#options;
    const { how, reason, livedMilliseconds } = end;
    this.lost++;
    this.#failedStarts = hadStarted ? 0 : this.#failedStarts + 1;
    const isHopeless = reason !== undefined || this.#failedStarts >= mostFailedStarts;
    if (isHopeless && this.#serving().length === 0 && !hadStarted) {
      giveUp(reason ?? `${this.#failedStarts} workers in a row ended before they served, the last with ${how}`);
      return;
    }
    this.#shortLives = livedMilliseconds < shortLifeMs ? this.#shortLives + 1 : 0;
    const pause = this.#shortLives === 0 ? 0 : Math.min(shortestPauseMs * 2 ** (this.#shortLives - 1), longestPauseMs);
    this.#restingUntil = performance.now() + pause;
    const what = hadStarted ? 'ended' : 'ended before it served';
    log.error(`Worker ${number} ${what}: ${how}; another one takes its place in ${pause} ms`, {
      worker: number,
      workerPid: pid,
      ...(reason !== undefined && { reason }),
    });
    this.#fill();
  }

  async #replaceAll(): Promise<void> {
    const { log } = this.#options;
    for (const old of this.#serving()) {
      const successor = this.#add('successor');
      const hasStarted = await successor.started;
      if (this.#stopping !== undefined) return;
      if (!hasStarted) {
        const { reason, how } = await successor.ended;
        log.error('A new worker does not start: those before go on serving', { reason: reason ?? how });
        return;
      }
      // The successor of one that ended by itself has taken its place already.
      if (this.#staying().length > this.#options.wanted && this.#workers.has(old)) await this.#drain(old, true);
    }
    if (this.#stopping !== undefined) return;
    this.#fill();
    log.info('All workers were replaced');
  }

  async #drain(worker: WorkerHandle, isReplaced: boolean): Promise<void> {
    const { log, longestDrainMs } = this.#options;
    const limit = setTimeout(() => {
      log.error(`Worker ${worker.number} does not end: it is killed`, { worker: worker.number, workerPid: worker.pid });
      worker.kill('SIGKILL');
    }, longestDrainMs);
    worker.drain(isReplaced);
    await worker.ended;
    clearTimeout(limit);
  }
}
