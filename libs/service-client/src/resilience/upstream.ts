import type { ClientConfig } from '@brrt/router-core/config';
import { type Dispatcher, Pool } from 'undici';
import { CircuitBreaker } from './circuit-breaker.ts';
import { RetryPolicy } from './retry-policy.ts';

/** How a client deals with a service that is slow, full or failing. */
export type Resilience = Pick<ClientConfig, 'connections' | 'maxWaiting' | 'retry' | 'breaker' | 'operations'>;

/** A called service as its calls share it. */
export interface Upstream {
  /** For the next call. */
  readonly dispatcher: Dispatcher;
  /** As many calls as may wait for a connection are waiting. */
  readonly isBusy: boolean;
  /** Undefined: no call is sent twice. */
  readonly retries: RetryPolicy | undefined;
  /** Undefined: it is called whatever it does. */
  readonly breaker: CircuitBreaker | undefined;
}

/** @param calling gives what the next call is sent with */
export function createUpstream(
  calling: { readonly dispatcher: Dispatcher },
  { connections, maxWaiting, retry, breaker }: Resilience,
): Upstream {
  return {
    retries: retry.enabled ? new RetryPolicy(retry) : undefined,
    breaker: breaker.enabled ? new CircuitBreaker(breaker) : undefined,
    get dispatcher() {
      return calling.dispatcher;
    },
    get isBusy() {
      const { dispatcher } = calling;
      // Sent, about to be sent and waiting; of a dispatcher that is no pool nobody knows.
      return dispatcher instanceof Pool && dispatcher.stats.size >= connections + maxWaiting;
    },
  };
}
