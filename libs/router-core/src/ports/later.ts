/** There at once, or later. */
export type Awaitable<Value> = Value | PromiseLike<Value>;

export function isLater<Value>(value: Awaitable<Value>): value is PromiseLike<Value> {
  return value instanceof Later || value instanceof Promise;
}

type State = 'open' | 'kept' | 'failed';

type Step<Value, Result> = ((value: Value) => Awaitable<Result>) | null | undefined;

/**
 * A value that comes later and is taken the moment it is there, by one who waits for it. A promise takes a turn for each step and
 * several times the memory; a body, which is what requests wait for most, is not worth that.
 */
export class Later<Value> implements PromiseLike<Value> {
  #state: State = 'open';
  #outcome: unknown = undefined;
  #onKept: Step<Value, unknown> = undefined;
  #onFailed: Step<unknown, unknown> = undefined;
  /** What becomes of the one who waits. */
  #next: Later<unknown> | undefined = undefined;

  /** The first outcome stands, here and in `fail`. */
  keep(value: Value): void {
    this.#settle('kept', value);
  }

  fail(reason: unknown): void {
    this.#settle('failed', reason);
  }

  // biome-ignore lint/suspicious/noThenProperty: who can wait for a promise can wait for it
  then<Result = Value, Mended = never>(
    onKept?: Step<Value, Result>,
    onFailed?: Step<unknown, Mended>,
  ): Later<Result | Mended> {
    if (this.#next !== undefined) throw new TypeError('Somebody waits for it already');
    const next = new Later<Result | Mended>();
    this.#onKept = onKept;
    this.#onFailed = onFailed;
    this.#next = next as Later<unknown>; // it is given what the steps return
    if (this.#state !== 'open') this.#pass(this.#next);
    return next;
  }

  #settle(state: State, outcome: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = state;
    this.#outcome = outcome;
    if (this.#next !== undefined) this.#pass(this.#next);
    else if (state === 'failed') setImmediate(() => this.#tell());
  }

  /** A failure that nobody takes is heard of by the process, as that of a promise is. */
  #tell(): void {
    if (this.#next === undefined) Promise.reject(this.#outcome);
  }

  #pass(next: Later<unknown>): void {
    const outcome = this.#outcome;
    const step = (this.#state === 'kept' ? this.#onKept : this.#onFailed) as Step<unknown, unknown>;
    if (step == null) next.#settle(this.#state, outcome);
    else follow(next, step, outcome);
  }
}

function follow(next: Later<unknown>, step: (outcome: unknown) => unknown, outcome: unknown): void {
  let result: unknown;
  try {
    result = step(outcome);
  } catch (error) {
    next.fail(error);
    return;
  }
  if (!isLater(result)) next.keep(result);
  else
    result.then(
      (value) => next.keep(value),
      (reason: unknown) => next.fail(reason),
    );
}
