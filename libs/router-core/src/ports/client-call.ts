/** A call to another service, in words of that service's contract: nothing of its values is in it. */
export interface ClientCall {
  /** Name of the called service. */
  readonly service: string;
  /** `Operation.name` in its contract. */
  readonly operation: string;
  readonly method: string;
  /** Path template with base path, `/v1/pets/{petId}`. */
  readonly route: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** How often the same call had been sent before this time; absent: never. */
  readonly resent?: number;
  /** It is sent although the one before is still under way. */
  readonly isHedge?: boolean;
  /** Span on whose behalf it is made; absent: that of the handler. */
  readonly parentSpanId?: string | undefined;
}

/** What a stored answer had to do with it. `hit` and `stale`: nothing was sent. */
export type CacheOutcome = 'hit' | 'stale' | 'revalidated' | 'miss';

/** How a call ended: the status that came back, and what the caller was given instead of an answer. */
export interface ClientCallOutcome {
  readonly status: number | undefined;
  readonly error: unknown;
  /** Absent: no answer of this operation is stored. */
  readonly cache?: CacheOutcome | undefined;
  /** The call that was under way already and whose answer this one got; nothing was sent. */
  readonly sharedWith?: { readonly traceId: string; readonly spanId: string } | undefined;
  /** It would have been sent again, and the retries that its service can bear are used up. */
  readonly isRetryRefused?: boolean;
}

/** A call that is over. */
export interface FinishedCall extends ClientCall, ClientCallOutcome {
  /** 16 lower-case hexadecimal digits: what the called service saw as its parent. */
  readonly spanId: string;
  /** `performance.now()`, milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A call under way. */
export interface StartedCall {
  /** Parent of the called service's span (W3C Trace Context §3.2.2.3). */
  readonly spanId: string;
  /** Call once, when the caller has its answer or its error. */
  end(outcome: ClientCallOutcome): void;
}
