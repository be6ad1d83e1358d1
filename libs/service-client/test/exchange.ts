import type { Exchange } from '@brrt/router-core/ports';

/** The parts of an exchange that a client reads. */
export interface GivenExchange {
  readonly signal?: AbortSignal;
  readonly remaining?: number;
  readonly sampled?: boolean;
  readonly traceState?: string;
}

/** An exchange of which only the parts that a client reads are there. */
export function exchangeOf(given: GivenExchange = {}): Exchange {
  const exchange: Pick<Exchange, 'requestId' | 'trace' | 'signal' | 'remainingMilliseconds'> = {
    requestId: '7a0c6d5e-2f43-4f1b-8f0e-1c9b7c0de3a1',
    trace: {
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      parentSpanId: undefined,
      sampled: given.sampled ?? false,
      traceState: given.traceState,
    },
    signal: given.signal ?? new AbortController().signal,
    remainingMilliseconds: () => given.remaining ?? Number.POSITIVE_INFINITY,
  };
  // The cast: a client reads nothing else of it.
  return exchange as Exchange;
}
