import type { Exchange, FinishedCall, Principal } from '@brrt/router-core/ports';

/** Span of every call of a given exchange. */
export const callSpanId = '53995c3f42cd8ad8';

/** The parts of an exchange that a client reads. */
export interface GivenExchange {
  readonly signal?: AbortSignal;
  /** Milliseconds; a function is asked each time. */
  readonly remaining?: number | (() => number);
  readonly sampled?: boolean;
  readonly traceState?: string;
  readonly baggage?: string;
  /** Of the request that is being answered. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly principal?: Principal;
  /** Is told of each call that is over. */
  readonly finished?: FinishedCall[];
}

/** An exchange of which only the parts that a client reads are there. */
export function exchangeOf(given: GivenExchange = {}): Exchange {
  const exchange: Pick<
    Exchange,
    'request' | 'requestId' | 'principal' | 'trace' | 'signal' | 'remainingMilliseconds' | 'startCall'
  > = {
    // The cast: of the request, a client reads the headers.
    request: { headers: given.headers ?? {} } as Exchange['request'],
    requestId: '7a0c6d5e-2f43-4f1b-8f0e-1c9b7c0de3a1',
    principal: given.principal,
    trace: {
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      parentSpanId: undefined,
      sampled: given.sampled ?? false,
      traceState: given.traceState,
      baggage: given.baggage,
    },
    signal: given.signal ?? new AbortController().signal,
    remainingMilliseconds: () =>
      typeof given.remaining === 'function' ? given.remaining() : (given.remaining ?? Number.POSITIVE_INFINITY),
    startCall: (call) => ({
      spanId: callSpanId,
      end: (outcome) => given.finished?.push({ ...call, ...outcome, spanId: callSpanId, startedAt: 0, endedAt: 1 }),
    }),
  };
  // The cast: a client reads nothing else of it.
  return exchange as Exchange;
}
