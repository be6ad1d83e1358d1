import type { ClientConfig } from '@brrt/router-core/config';
import type { Dispatcher } from 'undici';
import { CircuitBreaker } from './circuit-breaker.ts';
import { RetryPolicy } from './retry-policy.ts';

/** How a client deals with a service that is slow, full or failing. */
export type Resilience = Pick<ClientConfig, 'connections' | 'maxWaiting' | 'retry' | 'breaker' | 'operations'>;

/** A called service as its calls share it. */
export class Upstream {
  readonly #calling: { readonly dispatcher: Dispatcher };
  readonly #most: number;
  #underWay = 0;
  /** Undefined: no call is sent twice. */
  readonly retries: RetryPolicy | undefined;
  /** Undefined: it is called whatever it does. */
  readonly breaker: CircuitBreaker | undefined;

  /** @param calling gives what the next call is sent with */
  constructor(calling: { readonly dispatcher: Dispatcher }, { connections, maxWaiting, retry, breaker }: Resilience) {
    this.#calling = calling;
    this.#most = connections + maxWaiting;
    this.retries = retry.enabled ? new RetryPolicy(retry) : undefined;
    this.breaker = breaker.enabled ? new CircuitBreaker(breaker) : undefined;
  }

  /** For the next call. */
  get dispatcher(): Dispatcher {
    return this.#calling.dispatcher;
  }

  /** As many calls as may wait for a connection are waiting. */
  get isBusy(): boolean {
    return this.#underWay >= this.#most;
  }

  /** A call needs a connection until `ended`: one whose answer is a stream, until that is over. */
  begun(): void {
    this.#underWay++;
  }

  ended(): void {
    this.#underWay--;
  }
}
