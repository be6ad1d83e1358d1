import type { RetryConfig } from '@brrt/router-core/config';
import { parseRetryAfter } from '@brrt/router-core/ports';
import { UpstreamError, UpstreamTimeoutError, UpstreamUnavailableError } from '../upstream-error.ts';
import type { Attempt } from './attempt.ts';
import { RetryBudget } from './retry-budget.ts';

/** When a call of one service is sent again, and after how long. */
export class RetryPolicy {
  readonly #config: RetryConfig;
  readonly #budget: RetryBudget;

  constructor(config: RetryConfig) {
    this.#config = config;
    this.#budget = new RetryBudget(config.budgetPercent);
  }

  /** A call begins. */
  begin(): void {
    this.#budget.deposit();
  }

  /** Pays for a call that is sent a second time without having failed. */
  withdraw(): boolean {
    return this.#budget.withdraw();
  }

  /**
   * Milliseconds until the next attempt, taken from the budget; undefined when what came back is the answer.
   * @param resent how often the call has been sent again already
   */
  delayAfter(attempt: Attempt, resent: number, remainingMilliseconds: number): number | undefined {
    if (resent >= this.#config.attempts || !isPassing(attempt)) return undefined;
    const asked = retryAfterMilliseconds(attempt);
    // Too many requests: only who says when may be asked again.
    if (attempt.status === 429 && asked === undefined) return undefined;
    const delay = (asked ?? 0) + this.#jitter(resent);
    return delay < remainingMilliseconds && this.#budget.withdraw() ? delay : undefined;
  }

  /** It would be sent again, if there were not too many retries. */
  isOutOfBudget(attempt: Attempt, resent: number): boolean {
    if (resent >= this.#config.attempts || !this.#budget.isEmpty || !isPassing(attempt)) return false;
    return attempt.status !== 429 || retryAfterMilliseconds(attempt) !== undefined;
  }

  // "Full jitter": callers that failed together do not come back together.
  #jitter(resent: number): number {
    return Math.random() * Math.min(this.#config.maxMs, this.#config.baseMs * 2 ** resent);
  }
}

const passingStatuses = new Set([429, 502, 503, 504]);

/** No connection, or an answer that says: later. A call that was cut off in time has no time left for another. */
function isPassing({ status, error, response, isBehind }: Attempt): boolean {
  if (isBehind) return false;
  if (response !== undefined) return isPassingStatus(status) && !isStream(response.body);
  if (error instanceof UpstreamUnavailableError && error.answered === undefined) return true;
  // Proxies in between answer in words that no contract knows.
  return error instanceof UpstreamError && !isCutOff(error) && isPassingStatus(status);
}

function isCutOff(error: UpstreamError): boolean {
  return error instanceof UpstreamTimeoutError && error.answered === undefined;
}

function isPassingStatus(status: number | undefined): boolean {
  return status !== undefined && passingStatuses.has(status);
}

function isStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function retryAfterMilliseconds({ retryAfter = '' }: Attempt): number | undefined {
  return parseRetryAfter(retryAfter, Date.now());
}
