/** With so few at once nothing is refused, and what they take is what the operation takes. */
const fewAtOnce = 24;
/** Beyond so many times of what it takes there is a queue somewhere behind the handler. */
const tolerance = 3;
/** A queue that takes less than that is nobody's trouble. */
const tolerableMs = 100;
const windowMs = 100;
const leastSamples = 10;
/** One of so many requests is timed. */
const timedShare = 8;

/**
 * How many requests of one operation are with its handler, and how many may be. There is no limit until they take much longer
 * than they do when there are few; then there is one that follows what they take (a gradient, as in Netflix's concurrency limits),
 * until nobody is refused any more.
 */
export class Concurrency {
  #active = 0;
  #limit = Number.POSITIVE_INFINITY;
  /** Milliseconds that a request takes when there are few; 0: not seen yet. */
  #usual = 0;
  #begun = 0;
  #most = 0;
  #refused = 0;
  #samples = 0;
  #milliseconds = 0;
  #windowEnds = 0;

  /** Whether one more would be too many. */
  refuses(): boolean {
    if (this.#active < this.#limit) return false;
    this.#refused++;
    return true;
  }

  /** Returns what `ended` is called with. */
  begin(): number {
    this.#active++;
    if (this.#active > this.#most) this.#most = this.#active;
    return this.#begun++ % timedShare === 0 ? performance.now() : 0;
  }

  ended(began: number): void {
    this.#active--;
    if (began === 0) return;
    const now = performance.now();
    this.#samples++;
    this.#milliseconds += now - began;
    if (now < this.#windowEnds || this.#samples < leastSamples) return;
    this.#review(this.#milliseconds / this.#samples);
    this.#windowEnds = now + windowMs;
    this.#samples = 0;
    this.#milliseconds = 0;
    this.#most = this.#active;
    this.#refused = 0;
  }

  #review(taken: number): void {
    const bearable = tolerance * this.#usual;
    if (this.#limit === Number.POSITIVE_INFINITY) {
      if (this.#most <= fewAtOnce) this.#learn(taken);
      else if (this.#usual === 0 || taken < this.#usual) this.#usual = taken;
      else if (taken > bearable + tolerableMs) this.#limit = Math.max(fewAtOnce, this.#most / 2);
    } else if (taken > bearable && this.#most <= fewAtOnce) this.#learn(taken);
    else if (taken <= bearable && this.#refused === 0) this.#limit = Number.POSITIVE_INFINITY;
    else this.#follow(bearable / taken);
  }

  #learn(taken: number): void {
    this.#usual = this.#usual === 0 ? taken : this.#usual + (taken - this.#usual) / 5;
  }

  #follow(gradient: number): void {
    const reached = Math.min(this.#limit, this.#most);
    this.#limit = Math.max(fewAtOnce, reached * Math.min(1.1, Math.max(0.5, gradient)));
  }
}
