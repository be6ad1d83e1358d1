import { AsyncLocalStorage } from 'node:async_hooks';

/** What ends the calls of a part, and the span that they belong to. */
export interface PartScope {
  /** Aborts when the answer is decided, whether this part has ended or not. */
  readonly signal: AbortSignal;
  readonly spanId: string;
}

/** The part on whose behalf code runs, so that the calls which it makes, however deep, end with it and are shown below it. */
export const partScope = new AsyncLocalStorage<PartScope>();
