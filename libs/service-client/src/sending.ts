import type { ClientCall, Exchange } from '@brrt/router-core/ports';
import type { CallScope } from './call-scope.ts';
import type { EncodedCall, SendableCall } from './compile-call.ts';
import type { Upstream } from './resilience/upstream.ts';
import type { StoredAnswer } from './reuse/freshness.ts';
import type { StreamPlace } from './stream-place.ts';

/** One call on behalf of one exchange. */
export interface Calling {
  readonly call: SendableCall;
  readonly exchange: Exchange;
  readonly upstream: Upstream;
  /** How far an event stream was read. */
  readonly place?: StreamPlace | undefined;
}

/** A call that is being sent. */
export interface Sending extends Calling {
  /** Span on whose behalf it is sent; undefined: that of the handler. */
  readonly parentSpanId: string | undefined;
  readonly message: EncodedCall;
  readonly scope: Omit<CallScope, typeof Symbol.dispose | 'pace'>;
  /** The answer is held as a whole, to be used more than once. */
  readonly isHeld?: boolean;
  /** It is asked whether this answer still holds. */
  readonly stored?: StoredAnswer | undefined;
}

/** The call as those see it who observe it. */
export function describeCall(
  { call: { description }, parentSpanId }: Pick<Sending, 'call' | 'parentSpanId'>,
  { resent, isHedge }: { readonly resent: number; readonly isHedge: boolean } = { resent: 0, isHedge: false },
): ClientCall {
  if (resent === 0 && parentSpanId === undefined) return description;
  return { ...description, parentSpanId, ...(resent === 0 ? {} : { resent }), ...(isHedge ? { isHedge } : {}) };
}
