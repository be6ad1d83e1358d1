import type { BreakerConfig } from '@brrt/router-core/config';
import type { CircuitState } from '@brrt/router-core/ports';
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  circuitBreaker,
  handleWhenResult,
  SamplingBreaker,
  CircuitState as State,
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

  /** `half_open` as soon as a call may try. */
  get state(): CircuitState {
    switch (this.#policy.state) {
      case State.Open:
        return this.closedForMilliseconds === 0 ? 'half_open' : 'open';
      case State.HalfOpen:
        return 'half_open';
      default:
        return 'closed';
    }
  }

  /** Milliseconds until a call is let through to try. */
  get closedForMilliseconds(): number {
    return Math.max(0, this.#openedAt + this.#openMilliseconds - Date.now());
  }

  /** Undefined: the service is left alone, nothing was sent. */
  async run(send: () => Promise<Attempt>): Promise<Attempt | undefined> {
    // Cockatiel lets others wait for the call that tries; a caller has better things to do.
    if (this.#policy.state === State.HalfOpen) return undefined;
    try {
      return await this.#policy.execute(async () => {
        const attempt = await send();
        // What is thrown while it is closed counts neither as a success nor as a failure.
        if (this.#policy.state === State.Closed && saysNothing(attempt)) throw new GivenUpError(attempt);
        return attempt;
      });
    } catch (error) {
      if (error instanceof BrokenCircuitError) return undefined;
      if (error instanceof GivenUpError) return error.attempt;
      throw error;
    }
  }

  /** Of the service: what its caller did wrong, a caller that gave up, and a failure behind it, say nothing about it. */
  #isFailure({ status, error, isLate, isBehind }: Attempt): boolean {
    if (isBehind) return false;
    if (isLate || error instanceof UpstreamUnavailableError) return true;
    if (status !== undefined) return status >= 500;
    // The call that tries has shown nothing when it was given up.
    return this.#policy.state === State.HalfOpen;
  }
}

/** Its caller gave it up before the service could show what it can do. */
function saysNothing({ status, error, isLate }: Attempt): boolean {
  return status === undefined && isLate !== true && !(error instanceof UpstreamUnavailableError);
}

class GivenUpError extends Error {
  override readonly name = 'GivenUpError';
  readonly code = 'ERR_GIVEN_UP';
  readonly attempt: Attempt;
  constructor(attempt: Attempt) {
    super('The call was given up');
    this.attempt = attempt;
  }
}
