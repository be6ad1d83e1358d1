/** The time of one call, which stands still while the caller is the one who is waited for. */
export class CallClock {
  readonly #milliseconds: number;
  readonly #over: () => void;
  #timer: NodeJS.Timeout | undefined;
  #until = 0;
  /** The call began without its whole body. */
  isPaced = false;
  #isStopped = false;

  constructor(milliseconds: number, over: () => void) {
    this.#milliseconds = milliseconds;
    this.#over = over;
    this.restart();
  }

  get remainingMilliseconds(): number {
    return this.#until - performance.now();
  }

  /** All of the time, from now on. */
  restart(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#until = performance.now() + this.#milliseconds;
    this.#timer = setTimeout(this.#over, this.#milliseconds);
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#until = Number.POSITIVE_INFINITY;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }
}
