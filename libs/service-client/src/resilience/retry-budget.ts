/** Tokens that retries are paid with: each call puts a share of one in, each retry takes one out. */
export class RetryBudget {
  readonly #share: number;
  #tokens = reserve;

  constructor(percent: number) {
    this.#share = percent / 100;
    if (percent === 0) this.#tokens = 0;
  }

  /** A call was made. */
  deposit(): void {
    this.#tokens = Math.min(most, this.#tokens + this.#share);
  }

  get isEmpty(): boolean {
    return this.#tokens < 1;
  }

  /** False: retries would add more to the load than the service can be asked to bear. */
  withdraw(): boolean {
    if (this.isEmpty) return false;
    this.#tokens -= 1;
    return true;
  }
}

// Services that are called seldom may retry too; a burst of calls saves up for no more than a burst of retries.
const reserve = 10;
const most = 100;
