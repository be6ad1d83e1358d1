import type { InquiriesConfig } from '@brrt/router-core/config';
import {
  type Attempt,
  createRefusalLimit,
  type RefusalLimitOptions,
  type Throttled,
} from '../admission/create-refusal-limit.ts';
import { Circuit } from './circuit.ts';
import { UpstreamError } from './fetch-json.ts';

/** Nobody was asked, for nobody could say, or for too many credentials of this sender were bad. */
export type Undecided =
  | { readonly verdict: 'unavailable'; readonly retryAfterSeconds: number }
  | ({ readonly verdict: 'throttled' } & Throttled);

/** Asks somebody else about a credential, in its turn. A question that rejects means unavailable. */
export type Inquiry = <Outcome extends { readonly verdict: string }>(
  attempt: Attempt,
  question: () => Promise<Outcome>,
) => Promise<Outcome | Undecided>;

const unavailable: Undecided = { verdict: 'unavailable', retryAfterSeconds: 1 };

export interface InquiryOptions extends RefusalLimitOptions {
  readonly inquiries: InquiriesConfig;
}

/**
 * Strangers decide how many credentials there are, so they must not decide how many questions another service is asked: so many
 * at once and in line, none while nobody is there to answer, and few of an address whose credentials were refused too often. That
 * there is no answer is nobody's fault here and counts for no address.
 */
export function createInquiry({ inquiries, ...refusals }: InquiryOptions): Inquiry {
  const limit = createRefusalLimit(refusals);
  const line = new WaitingLine(inquiries);
  const circuit = new Circuit();
  return async (attempt, question) => {
    const early = await limit.throttle(attempt);
    if (early !== undefined) return { verdict: 'throttled', ...early };
    if (!(await line.enter())) return unavailable;
    try {
      // Those in front may have been of the same address.
      const late = await limit.throttle(attempt);
      if (late !== undefined) return { verdict: 'throttled', ...late };
      if (!circuit.admits()) return unavailable;
      const outcome = await question();
      circuit.noteAnswer();
      limit.note(attempt, outcome.verdict === 'valid' ? 'good' : 'bad');
      return outcome;
    } catch (error) {
      if (error instanceof UpstreamError && error.isOutage) circuit.noteOutage();
      return unavailable;
    } finally {
      line.leave();
    }
  };
}

class WaitingLine {
  #inside = 0;
  readonly #waiting: ((entered: true) => void)[] = [];
  readonly #atOnce: number;
  readonly #longest: number;

  constructor({ maxActive, maxWaiting }: InquiriesConfig) {
    this.#atOnce = maxActive === 0 ? Number.POSITIVE_INFINITY : maxActive;
    this.#longest = maxWaiting;
  }

  /** False: the line is full. */
  enter(): boolean | Promise<boolean> {
    if (this.#inside < this.#atOnce) {
      this.#inside++;
      return true;
    }
    return this.#waiting.length < this.#longest && new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inside--;
    else next(true);
  }
}
