import type { ClientConfig } from '@brrt/router-core/config';
import type { CircuitState } from '@brrt/router-core/ports';
import type { Dispatcher } from 'undici';
import { AnswerReuse } from '../reuse/answer-reuse.ts';
import type { Landed } from '../reuse/send-reused.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { RetryPolicy } from './retry-policy.ts';

/** How a client deals with a service that is slow, full or failing. */
export type Resilience = Pick<
  ClientConfig,
  'connections' | 'maxWaiting' | 'retry' | 'breaker' | 'cache' | 'coalesce' | 'operations'
>;

/** A called service as its calls share it. */
export class Upstream {
  readonly #calling: { readonly dispatcher: Dispatcher };
  readonly #most: number;
  #underWay = 0;
  /** Undefined: no call is sent twice. */
  readonly retries: RetryPolicy | undefined;
  /** Undefined: it is called whatever it does. */
  readonly breaker: CircuitBreaker | undefined;
  readonly reuse: AnswerReuse<Landed>;

  /** @param calling gives what the next call is sent with */
  constructor(calling: { readonly dispatcher: Dispatcher }, resilience: Resilience) {
    const { connections, maxWaiting, retry, breaker } = resilience;
    this.#calling = calling;
    this.#most = connections + maxWaiting;
    this.retries = retry.enabled ? new RetryPolicy(retry) : undefined;
    this.breaker = breaker.enabled ? new CircuitBreaker(breaker) : undefined;
    this.reuse = new AnswerReuse(resilience);
  }

  /** Undefined: it has no breaker. */
  get circuit(): CircuitState | undefined {
    return this.breaker?.state;
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
