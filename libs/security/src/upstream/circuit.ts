const tolerated = 5;
const pauseMs = 1_000;

/**
 * Whether it is worth asking: after five questions in a row that nobody was there to answer, one a second finds out whether
 * somebody is again, and the first answer lets all the others ask.
 */
export class Circuit {
  #unanswered = 0;
  #notBefore = 0;

  /** `now` in milliseconds of a clock that never goes back. Who is told `true` asks. */
  admits(now = performance.now()): boolean {
    if (this.#unanswered < tolerated) return true;
    if (now < this.#notBefore) return false;
    this.#notBefore = now + pauseMs;
    return true;
  }

  noteAnswer(): void {
    this.#unanswered = 0;
  }

  noteOutage(now = performance.now()): void {
    this.#unanswered++;
    if (this.#unanswered === tolerated) this.#notBefore = now + pauseMs;
  }
}
