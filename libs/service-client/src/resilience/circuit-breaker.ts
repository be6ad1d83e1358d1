import type { BreakerConfig } from '@brrt/router-core/config';
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  circuitBreaker,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import { UpstreamUnavailableError } from '../upstream-error.ts';
import type { Attempt } from './attempt.ts';

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

  /** Milliseconds until a call is let through to try. */
  get closedForMilliseconds(): number {
    return Math.max(0, this.#openedAt + this.#openMilliseconds - Date.now());
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

  /** Of the service: what its caller did wrong, a caller that gave up, and a failure behind it, say nothing about it. */
  #isFailure({ status, error, isLate, isBehind }: Attempt): boolean {
    if (isBehind) return false;
    if (isLate || error instanceof UpstreamUnavailableError) return true;
    if (status !== undefined) return status >= 500;
    // The call that tries has shown nothing when it was given up.
    return this.#policy.state === CircuitState.HalfOpen;
  }
}
