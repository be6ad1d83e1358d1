import type { StreamsConfig } from '../config/index.ts';

/** How many streams are open, as a whole and by operation, and how many may be. */
export class StreamSlots {
  readonly #limits: Pick<StreamsConfig, 'maxOpen' | 'operations'>;
  readonly #byOperation = new Map<string, number>();
  #all = 0;

  constructor(limits: Pick<StreamsConfig, 'maxOpen' | 'operations'>) {
    this.#limits = limits;
  }

  /** Takes a place, to be given back by what is returned; undefined: there is none. */
  take(operation: string): (() => void) | undefined {
    const { maxOpen, operations } = this.#limits;
    const most = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    const open = this.#byOperation.get(operation) ?? 0;
    if (this.#all >= maxOpen || open >= (most ?? maxOpen)) return undefined;
    this.#count(operation, 1);
    return () => this.#count(operation, -1);
  }

  #count(operation: string, change: 1 | -1): void {
    this.#all += change;
    this.#byOperation.set(operation, (this.#byOperation.get(operation) ?? 0) + change);
  }
}
