import { StartError } from '@brrt/service-model';
import type { MeasuredWorker } from './metric-snapshot.ts';
import type { LimitState, RequestLimit } from './request-limit.ts';

/** One of several processes that serve at the same port, as it stands to the others and to the process that started them. */
export interface WorkerProcess {
  /** From 1; that of a worker that has ended is given again. */
  readonly number: number;
  /** It takes the place of one that serves, and lets it be while a readiness check fails. */
  readonly isSuccessor: boolean;
  /** A newer one serves in its place: nobody has to be told by `/ready`. */
  readonly isReplaced: boolean;
  /** It serves; `drain` ends it in order, `name` is that of the service where it is known. */
  ready(drain: () => void, name: string | undefined): void;
  /** It cannot, for a reason that whoever starts it can mend. */
  failed(message: string): Promise<void>;
  /** Resolves when no further connection will be handed over. Call it when the listeners are closed. */
  parted(): Promise<void>;
  /** What this worker says when one asks all of them; plain data. */
  answer<Topic extends keyof CrewAnswers>(topic: Topic, respond: () => Promise<CrewAnswers[Topic]>): void;
  /** Asks every worker, this one among them. Rejects when whoever started them is gone. */
  askAll<Topic extends keyof CrewAnswers>(topic: Topic): Promise<CrewReport<CrewAnswers[Topic]>>;
  /** False when it is noted already, by whichever worker. Rejects when that cannot be told. */
  note(id: string, expiresAt: number): Promise<boolean>;
  /** Requests of a client are counted once for all workers. Rejects when they cannot be. */
  count(ask: 'take' | 'peek', limit: RequestLimit, key: string): Promise<LimitState>;
  /** What each of the workers publishes under a name, in the same order for all; begins with the last `retain` of before. */
  follow(name: string, retain: number, receive: (item: unknown) => void): void;
  publish(name: string, item: unknown): void;
}

/** What workers ask one another. */
export interface CrewAnswers {
  readonly metrics: MeasuredWorker['metrics'];
  readonly readiness: readonly WorkerCheck[];
}

/** What became of a readiness check in one worker. */
export interface WorkerCheck {
  readonly name: string;
  readonly degrades: boolean;
  readonly failure: string | undefined;
  readonly milliseconds: number;
  readonly checkedAt: number;
}

export interface CrewReport<Answer> {
  readonly answers: readonly { readonly worker: number; readonly value: Answer }[];
  /** Who has not answered in time: of metrics the last ones are taken. */
  readonly silent: readonly number[];
  readonly wanted: number;
  readonly serving: number;
  /** How many ended without being told to. */
  readonly lost: number;
  /** What counts of those that have ended. */
  readonly gone: MeasuredWorker['metrics'];
}

const place = Symbol.for('brrt.worker');

/** Undefined in a process that serves alone. */
export function workerProcess(): WorkerProcess | undefined {
  return (globalThis as { readonly [place]?: WorkerProcess })[place];
}

export function setWorkerProcess(worker: WorkerProcess): void {
  Object.defineProperty(globalThis, place, { value: worker });
}

/** Something works only in a service of one process. */
export class OneProcessError extends StartError {
  override readonly name = 'OneProcessError';
  readonly code = 'ERR_ONE_PROCESS';
  constructor(what: string, instead: string) {
    super(`${what} is of one process, and several workers are to serve (http.workers, WEB_CONCURRENCY): ${instead}`);
  }
}

/**
 * For what lives in the memory of one process and has to be the same for every request.
 * @throws OneProcessError in one of several workers; ends the start with its message
 */
export function requireOneProcess(what: string, instead: string): void {
  if (workerProcess() !== undefined) throw new OneProcessError(what, instead);
}
