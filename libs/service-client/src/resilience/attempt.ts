import type { ClientResponse } from '../client-options.ts';
import type { HeldAnswer } from '../reuse/held-answer.ts';

/** How one sending of a call ended: with an answer of the contract, or with what the caller would be thrown. */
export interface Attempt {
  readonly response?: ClientResponse;
  readonly error?: unknown;
  /** What came back, whatever the contract says of it. */
  readonly status?: number | undefined;
  /** The header of this name. */
  readonly retryAfter?: string | undefined;
  /** What failed is a service behind the called one, which has tried again itself. */
  readonly isBehind?: boolean;
  /** There was no complete answer in a fair part of the time that a call may take. */
  readonly isLate?: boolean;
  /** What `response` was read from, where it may be used again. */
  readonly held?: HeldAnswer;
  /** Of its sending; undefined: nothing was sent. */
  readonly spanId?: string;
}
