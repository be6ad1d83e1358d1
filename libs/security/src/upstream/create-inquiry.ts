import type { ClientAddress } from '../admission/client-address.ts';
import { type Attempt, createRefusalLimit } from '../admission/create-refusal-limit.ts';
import { Circuit } from './circuit.ts';
import { UpstreamError } from './fetch-json.ts';

const atOnce = 100;
const longestLine = 400;
const refusals = 100;
const windowMs = 20_000;

/** Nobody was asked, or nobody could say. */
export interface Undecided {
  /** Throttled: too many credentials of this sender were bad. */
  readonly verdict: 'unavailable' | 'throttled';
  readonly retryAfterSeconds: number;
}

/** Asks somebody else about a credential, in its turn. A question that rejects means unavailable. */
export type Inquiry = <Outcome extends { readonly verdict: string }>(
  attempt: Attempt,
  question: () => Promise<Outcome>,
) => Promise<Outcome | Undecided>;

const unavailable: Undecided = { verdict: 'unavailable', retryAfterSeconds: 1 };

/**
 * Strangers decide how many credentials there are, so they must not decide how many questions another service is asked: a hundred
 * at once, four hundred in line, none while nobody is there to answer, and few of an address whose credentials were refused too
 * often. That there is no answer is nobody's fault here and counts for no address.
 */
export function createInquiry(scheme: string, addressOf: ClientAddress): Inquiry {
  const limit = createRefusalLimit({ scheme, addressOf, refusals, windowMs });
  const line = new WaitingLine();
  const circuit = new Circuit();
  return async (attempt, question) => {
    const early = await limit.waitSeconds(attempt);
    if (early > 0) return { verdict: 'throttled', retryAfterSeconds: early };
    if (!(await line.enter())) return unavailable;
    try {
      // Those in front may have been of the same address.
      const late = await limit.waitSeconds(attempt);
      if (late > 0) return { verdict: 'throttled', retryAfterSeconds: late };
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

  /** False: the line is full. */
  enter(): boolean | Promise<boolean> {
    if (this.#inside < atOnce) {
      this.#inside++;
      return true;
    }
    return this.#waiting.length < longestLine && new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inside--;
    else next(true);
  }
}
