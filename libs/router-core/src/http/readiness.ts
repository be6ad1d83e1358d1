import type { Logger } from '../ports/logger.ts';
import type { CheckOutcome, ReadinessCheck } from '../ports/management.ts';
import { failureReason } from './failure-reason.ts';

const requiredTiming = { patienceMilliseconds: 2_000, freshMilliseconds: 1_000 };
// Kubernetes gives a probe one second: what only degrades must not cost the service its readiness.
const degradingTiming = { patienceMilliseconds: 500, freshMilliseconds: 5_000 };
/** What fails is asked again sooner than what holds: it should be seen to be over soon. */
const failureFreshMilliseconds = 1_000;

export interface ReadinessListeners {
  report(outcome: CheckOutcome): void;
  readonly log: Logger;
}

/** The checks of a service. An answer is kept for a moment and asked for once at a time, however many probes there are. */
export class Readiness {
  readonly #states: readonly CheckState[];

  constructor(checks: readonly ReadinessCheck[], listeners: ReadinessListeners) {
    this.#states = checks.map((check) => new CheckState(check, listeners));
  }

  /** In the order of the checks; within two seconds. */
  run(): Promise<readonly CheckOutcome[]> {
    return Promise.all(this.#states.map((state) => state.outcome()));
  }
}

class CheckState {
  readonly #check: ReadinessCheck;
  readonly #listeners: ReadinessListeners;
  #running: Promise<CheckOutcome> | undefined = undefined;
  #last: CheckOutcome | undefined = undefined;

  constructor(check: ReadinessCheck, listeners: ReadinessListeners) {
    this.#check = check;
    this.#listeners = listeners;
  }

  outcome(): CheckOutcome | Promise<CheckOutcome> {
    if (this.#last !== undefined && this.#isFresh(this.#last)) return this.#last;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  #isFresh({ failure, checkedAt }: CheckOutcome): boolean {
    const limit = failure === undefined ? this.#timing.freshMilliseconds : failureFreshMilliseconds;
    return Date.now() - checkedAt < limit;
  }

  get #timing() {
    return this.#check.degrades === true ? degradingTiming : requiredTiming;
  }

  async #run(): Promise<CheckOutcome> {
    const { name, degrades = false, details } = this.#check;
    const startedAt = performance.now();
    const failure = await this.#failure();
    const milliseconds = performance.now() - startedAt;
    const seen = { name, degrades, failure, milliseconds, checkedAt: Date.now() };
    const outcome: CheckOutcome = details === undefined ? seen : { ...seen, details };
    this.#tell(outcome);
    this.#last = outcome;
    return outcome;
  }

  async #failure(): Promise<CheckOutcome['failure']> {
    const { patienceMilliseconds } = this.#timing;
    const controller = new AbortController();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const reason = new CheckTimeoutError(`No answer within ${patienceMilliseconds} ms`);
      controller.abort(reason);
      late.reject(reason);
    }, patienceMilliseconds);
    try {
      await Promise.race([this.#check.check(controller.signal), late.promise]);
      return undefined;
    } catch (reason) {
      return { reason };
    } finally {
      clearTimeout(timer);
    }
  }

  #tell(outcome: CheckOutcome): void {
    const { report, log } = this.#listeners;
    report(outcome);
    const failed = this.#last?.failure !== undefined;
    const { name: check, degrades, failure } = outcome;
    if (failure !== undefined && !failed) {
      // What only degrades is no fault of this service: a stack of its own would say nothing.
      const why = degrades ? { reason: failureReason(failure.reason) } : { err: failure.reason };
      log.warn({ check, ...why }, `Readiness check ${check} fails`);
    }
    if (failure === undefined && failed) log.info({ check }, `Readiness check ${check} holds again`);
  }
}

class CheckTimeoutError extends Error {
  override readonly name = 'CheckTimeoutError';
  readonly code = 'ERR_CHECK_TIMEOUT';
}
