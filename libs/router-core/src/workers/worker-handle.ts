import cluster, { type Worker } from 'node:cluster';
import { isDebugged } from './is-debugged.ts';
import { takeConnectionsBack } from './take-connections-back.ts';
import {
  isMessage,
  type PrimaryMessage,
  successorVariable,
  type WorkerMessage,
  workerVariable,
} from './worker-message.ts';

/** How a worker ended. */
export interface WorkerEnd {
  /** `exit code 1`, `SIGKILL`. */
  readonly how: string;
  readonly exitCode: number;
  /** Present: what it could not start for, to be mended by whoever starts it. */
  readonly reason: string | undefined;
  readonly livedMilliseconds: number;
}

export interface WorkerPlace {
  readonly number: number;
  /** It takes the place of one that serves. */
  readonly isSuccessor: boolean;
  /** Beside it, and answer. */
  readonly othersServe: () => boolean;
}

/** Who answers nothing for so long is given no connections that others could serve. */
const longestHesitationMs = 3_000;

/** A worker as the process that started it sees it. */
export class WorkerHandle {
  readonly number: number;
  readonly pid: number;
  /** True when it serves, false when it ended before that. */
  readonly started: Promise<boolean>;
  readonly ended: Promise<WorkerEnd>;
  /** Its listeners were open; while it drains, they are not. */
  hasServed = false;
  /** Known when it serves. */
  serviceName: string | undefined = undefined;
  /** For how long it has not served, counted as `silentMs`. */
  startingMs = 0;
  /** For how long it owes an answer to `check`; not before it serves. */
  silentMs = 0;
  /** A debugger can stop it, as it said last. Until then as whoever starts it, whose arguments of Node it has. */
  isDebugged = isDebugged();
  #owesAnswer = false;
  readonly #worker: Worker;
  readonly #startedAt = performance.now();
  #phase: 'starting' | 'ready' | 'draining' = 'starting';
  #reason: string | undefined = undefined;

  /** @param listen to what it says beside how it stands */
  constructor(
    { number, isSuccessor, othersServe }: WorkerPlace,
    listen: (message: WorkerMessage, from: WorkerHandle) => void,
  ) {
    this.number = number;
    this.#worker = cluster.fork({
      [workerVariable]: String(number),
      ...(isSuccessor && { [successorVariable]: 'yes' }),
    });
    takeConnectionsBack(this.#worker, { othersServe, isSilent: () => this.isSilent });
    this.pid = this.#worker.process.pid ?? -1;
    const ready = Promise.withResolvers<boolean>();
    const ended = Promise.withResolvers<WorkerEnd>();
    this.started = ready.promise;
    this.ended = ended.promise;
    this.#worker.on('message', (message: unknown) => {
      if (!isMessage(message)) return;
      // The cast: a message that is not known comes from another version, and is left alone.
      const known = message as WorkerMessage;
      if (known.brrt === 'failed') this.#reason = known.message;
      else if (known.brrt === 'ready') this.#begin(known.name, ready.resolve);
      else if (known.brrt === 'alive') this.#answered(known.isDebugged);
      else listen(known, this);
    });
    const end = (exitCode: number, how: string): void => {
      const livedMilliseconds = performance.now() - this.#startedAt;
      ended.resolve({ how, exitCode, reason: this.#reason, livedMilliseconds });
      ready.resolve(false);
    };
    this.#worker.on('exit', (code: number | null, signal: string | null) =>
      end(code ?? 1, signal ?? `exit code ${code}`),
    );
    // No process could be made, or a message not be sent to one that has ended.
    this.#worker.on('error', (error) => {
      if (this.#worker.process.pid === undefined) end(1, error.message);
    });
  }

  get phase(): 'starting' | 'ready' | 'draining' {
    return this.#phase;
  }

  get isSilent(): boolean {
    return this.silentMs >= longestHesitationMs;
  }

  /**
   * Asks whether it answers. Time counts by these calls, not by the clock: a machine that was suspended, or a primary that was stopped
   * with its workers, comes late itself and has missed one call however long that took.
   */
  check(sinceLastMs: number): void {
    if (!this.hasServed) this.startingMs += sinceLastMs;
    else if (this.#owesAnswer) this.silentMs += sinceLastMs;
    // While it ends its channel is closed.
    if (!this.#owesAnswer && this.#worker.isConnected()) {
      this.#owesAnswer = true;
      this.send({ brrt: 'check' });
    }
  }

  /** @param isReplaced a newer one serves in its place */
  drain(isReplaced: boolean): void {
    const isServing = this.#phase === 'ready';
    this.#phase = 'draining';
    if (isServing) this.send({ brrt: 'drain', isReplaced });
    else this.#worker.process.kill('SIGTERM');
  }

  kill(signal: NodeJS.Signals): void {
    this.#worker.process.kill(signal);
  }

  send(message: PrimaryMessage): void {
    if (this.#worker.isConnected()) this.#worker.send(message, () => undefined);
  }

  #answered(isDebugged: boolean): void {
    this.#owesAnswer = false;
    this.silentMs = 0;
    this.isDebugged = isDebugged;
  }

  #begin(name: string | undefined, ready: (value: boolean) => void): void {
    if (this.#phase !== 'starting') return;
    this.serviceName = name;
    this.#phase = 'ready';
    this.hasServed = true;
    ready(true);
  }
}
