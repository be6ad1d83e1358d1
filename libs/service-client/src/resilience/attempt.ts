import type { ClientResponse } from '../client-options.ts';

/** How one sending of a call ended: with an answer of the contract, or with what the caller would be thrown. */
export interface Attempt {
  readonly response?: ClientResponse;
  readonly error?: unknown;
  /** What came back, whatever the contract says of it. */
  readonly status?: number | undefined;
  /** The header of this name. */
  readonly retryAfter?: string | undefined;
  /** It was cut off because its caller had less time than a call may take. */
  readonly isGivenUp?: boolean;
}
