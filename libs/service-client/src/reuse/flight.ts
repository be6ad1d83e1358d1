import { untilAborted } from '../until-aborted.ts';

/** Work that several callers wait for, each as long as it wants. It ends when none of them is left. */
export class Flight<Result> {
  readonly #controller = new AbortController();
  readonly #result: Promise<Result>;
  #waiting = 0;
  #isOver = false;

  constructor(run: (signal: AbortSignal) => Promise<Result>) {
    this.#result = run(this.#controller.signal);
    const over = (): void => {
      this.#isOver = true;
    };
    this.#result.then(over, over);
  }

  /** Nobody can get anything from it any more. */
  get isAbandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Rejects with the reason of `signal` when that aborts first; the others go on waiting. */
  async wait(signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    this.#waiting++;
    try {
      return await untilAborted(this.#result, signal);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0 && !this.#isOver) this.#controller.abort(signal.reason);
    }
  }
}
