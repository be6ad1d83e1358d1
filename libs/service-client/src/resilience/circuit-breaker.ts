import type { BreakerConfig } from '@brrt/router-core/config';
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  circuitBreaker,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import { UpstreamTimeoutError, UpstreamUnavailableError } from '../upstream-error.ts';
import type { Attempt } from './attempt.ts';

export type BreakerState = 'closed' | 'half-open' | 'open';

/** Leaves a service alone that mostly fails; after a while one call tries whether it is back. */
export class CircuitBreaker {
  readonly #policy: CircuitBreakerPolicy;
  readonly #openMilliseconds: number;
  #openedAt = 0;

  constructor({ failurePercent, windowMs, minimumCalls, openMs }: BreakerConfig) {
    this.#openMilliseconds = openMs;
    this.#policy = circuitBreaker(
      handleWhenResult((attempt) => this.#isFailure(attempt as Attempt)), // `run` gives it nothing else
      {
        halfOpenAfter: openMs,
        breaker: new SamplingBreaker({
          threshold: failurePercent / 100,
          duration: windowMs,
          minimumRps: minimumCalls / (windowMs / 1000),
        }),
      },
    );
    this.#policy.onBreak(() => {
      this.#openedAt = Date.now();
    });
  }

  get state(): BreakerState {
    return stateNames[this.#policy.state];
  }

  /** Milliseconds until the next call is let through; 0 while they are. */
  get closedForMilliseconds(): number {
    return this.state === 'open' ? Math.max(0, this.#openedAt + this.#openMilliseconds - Date.now()) : 0;
  }

  /** Undefined: the service is left alone, nothing was sent. */
  async run(send: () => Promise<Attempt>): Promise<Attempt | undefined> {
    // Cockatiel lets others wait for the call that tries; a caller has better things to do.
    if (this.#policy.state === CircuitState.HalfOpen) return undefined;
    try {
      return await this.#policy.execute(send);
    } catch (error) {
      if (error instanceof BrokenCircuitError) return undefined;
      throw error;
    }
  }

  /** Of the service: what its caller did wrong, and a caller that gave up, say nothing about it. */
  #isFailure({ status, error, isGivenUp }: Attempt): boolean {
    const isOurs = error instanceof UpstreamUnavailableError || error instanceof UpstreamTimeoutError;
    if (isOurs && isGivenUp !== true) return true;
    if (status !== undefined) return status >= 500;
    // The call that tries has shown nothing when it was given up.
    return this.#policy.state === CircuitState.HalfOpen;
  }
}

const stateNames: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};
