import type { Context } from '@opentelemetry/api';

/** A context that is made when something asks for a value: most handlers call nothing that does. */
export class LazyContext implements Context {
  readonly #make: () => Context;
  #made: Context | undefined = undefined;

  constructor(make: () => Context) {
    this.#make = make;
  }

  getValue(key: symbol): unknown {
    return this.#context.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#context.setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#context.deleteValue(key);
  }

  get #context(): Context {
    this.#made ??= this.#make();
    return this.#made;
  }
}
