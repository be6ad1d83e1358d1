import { StartError } from '@brrt/service-model';

/** One of several processes that serve at the same port, as it stands to the process that started them. */
export interface WorkerProcess {
  /** From 1; that of a worker that has ended is given again. */
  readonly number: number;
  /** A newer one serves in its place: nobody has to be told by `/ready`. */
  readonly isReplaced: boolean;
  /** It serves; `drain` ends it in order. */
  ready(drain: () => void): void;
  /** It cannot, for a reason that whoever starts it can mend. */
  failed(message: string): Promise<void>;
  /** Resolves when no further connection will be handed over. Call it when the listener is closed. */
  parted(): Promise<void>;
}

const place = Symbol.for('brrt.worker');

/** Undefined in a process that serves alone. */
export function workerProcess(): WorkerProcess | undefined {
  return (globalThis as { readonly [place]?: WorkerProcess })[place];
}

/** For whoever keeps in the memory of one process what all have to know. */
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
