import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookConfig } from '@brrt/router-core/config';
import type { Logger, WebhookObserver, WebhookOutcome } from '@brrt/router-core/ports';
import type { Agent } from 'undici';
import type { ClaimedDelivery, DeliveryAttempt, Settlement, WebhookStore } from '../outbox/webhook-store.ts';
import { TargetRefusedError } from '../target-refused-error.ts';
import { judgeAttempt, leastMilliseconds, restAfter, type Verdict } from './judge-attempt.ts';
import { type Answer, createTargetAgent, describeFailure, refusalOf, sendAttempt } from './send-attempt.ts';

export interface DispatcherOptions {
  readonly store: WebhookStore;
  readonly config: WebhookConfig;
  readonly observer: WebhookObserver | undefined;
  readonly log: Logger;
}

/** A claim lasts this much longer than an attempt may take: nobody else sends what is still being sent here. */
const leaseMarginMs = 5_000;
const purgeEveryMs = 3_600_000;
const countEveryMs = 5_000;
const slowestPollMs = 10_000;

/**
 * Sends what is in the outbox, at least once and in no promised order. Several processes may do so at the same time: each takes
 * what no other has, and what a process took that has died is taken again when its claim is over.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #agent: Agent;
  readonly #inFlight = new Map<Promise<void>, string>();
  /** Endpoints that asked to be left alone, until when. */
  readonly #resting = new Map<string, number>();
  readonly #stopping = new AbortController();
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined = undefined;
  #wake: AbortController = new AbortController();
  #failures = 0;
  #purgeAt = 0;
  #countAt = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#agent = createTargetAgent(options.config, options.config.timeoutMs);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Something is due now. */
  wake(): void {
    this.#wake.abort();
  }

  /** Takes no more; what is being sent has `drainMs` to end. Call once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#running;
    const last = setTimeout(() => this.#ending.abort(), this.#options.config.drainMs);
    await Promise.allSettled(this.#inFlight.keys());
    clearTimeout(last);
    await this.#agent.destroy();
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const taken = await this.#round();
      if (taken === 0 && !this.#stopping.signal.aborted) await this.#rest();
    }
  }

  /** How many were taken. Nothing that goes wrong with the database ends the loop. */
  async #round(): Promise<number> {
    try {
      const claimed = await this.#claim();
      for (const delivery of claimed) this.#begin(delivery);
      await this.#housekeeping(Date.now());
      this.#failures = 0;
      return claimed.length;
    } catch (error) {
      this.#failures++;
      this.#options.log.error({ err: error }, 'The outbox of webhooks cannot be read');
      return 0;
    }
  }

  #claim(): Promise<readonly ClaimedDelivery[]> {
    const { store, config } = this.#options;
    const limit = config.concurrency - this.#inFlight.size;
    if (limit <= 0) return Promise.resolve([]);
    const now = Date.now();
    for (const [endpoint, until] of this.#resting) if (until <= now) this.#resting.delete(endpoint);
    const busy = Map.groupBy(this.#inFlight.values(), (endpoint) => endpoint);
    const freeOf = (endpoint: string): number => config.concurrencyPerEndpoint - (busy.get(endpoint)?.length ?? 0);
    const full = [...busy.keys()].filter((endpoint) => freeOf(endpoint) <= 0);
    const leaseUntil = now + config.timeoutMs + leaseMarginMs;
    return store.claim({ now, leaseUntil, limit, freeOf, except: [...full, ...this.#resting.keys()] });
  }

  #begin(delivery: ClaimedDelivery): void {
    const sending = this.#send(delivery)
      .catch((error: unknown) => {
        // Its claim runs out, and it is sent again.
        this.#options.log.error({ err: error, webhookId: delivery.id }, 'What became of a webhook cannot be noted');
      })
      .finally(() => {
        this.#inFlight.delete(sending);
        this.wake();
      });
    this.#inFlight.set(sending, delivery.endpoint.id);
  }

  async #send(delivery: ClaimedDelivery): Promise<void> {
    const { config, observer, store, log } = this.#options;
    const { endpoint, id, webhook, attempt, method, traceparent } = delivery;
    const observed = observer?.attempt({ webhook, id, attempt, method, traceparent, origin: originOf(endpoint.url) });
    const at = Date.now();
    const { answer, error } = await this.#attempt(delivery, observed?.traceparent, at);
    const noted = noteOf(at, answer, error === undefined ? undefined : describeFailure(error, config.timeoutMs));
    const judged = {
      status: answer?.status,
      retryAfterMs: answer?.retryAfterMs,
      isRefused: error instanceof TargetRefusedError,
      attempt,
    };
    const verdict = this.#verdictOf(judged);
    const rest = restAfter(judged, config);
    if (rest > 0) this.#resting.set(endpoint.id, Date.now() + rest);
    const outcome: WebhookOutcome = verdict.outcome === 'gone' ? 'dead' : verdict.outcome;
    observed?.end({ outcome, status: answer?.status, error: noted.error });
    const fields = {
      webhook,
      webhookId: id,
      endpointId: endpoint.id,
      attempt,
      status: answer?.status,
      error: noted.error,
    };
    if (outcome === 'dead') log.warn(fields, 'webhook given up');
    else log.debug(fields, `webhook ${outcome}`);
    await store.settle(delivery, settlementOf(verdict, noted));
    if (verdict.outcome === 'gone') await store.disableEndpoint(endpoint.id, Date.now());
  }

  #verdictOf(judged: Parameters<typeof judgeAttempt>[0]): Verdict {
    // It was cut off by us: the next process sends it.
    if (judged.status === undefined && this.#ending.signal.aborted)
      return { outcome: 'retry', milliseconds: leastMilliseconds };
    return judgeAttempt(judged, this.#options.config);
  }

  async #attempt(
    delivery: ClaimedDelivery,
    traceparent: string | undefined,
    now: number,
  ): Promise<{ readonly answer?: Answer; readonly error?: unknown }> {
    const { config: rules } = this.#options;
    const { timeoutMs } = rules;
    try {
      const sending = { rules, agent: this.#agent, signal: this.#ending.signal, timeoutMs, traceparent, now };
      return { answer: await sendAttempt(delivery, sending) };
    } catch (error) {
      return { error: refusalOf(error) ?? error };
    }
  }

  async #housekeeping(now: number): Promise<void> {
    const { store, config, observer } = this.#options;
    if (observer !== undefined && now >= this.#countAt) {
      this.#countAt = now + countEveryMs;
      const { pending, dead, oldest } = await store.state();
      observer.queue({ pending, dead, oldestSeconds: oldest === undefined ? 0 : Math.max(0, now - oldest) / 1_000 });
    }
    if (now < this.#purgeAt) return;
    this.#purgeAt = now + purgeEveryMs;
    await store.purge({ delivered: now - config.keepDeliveredSecs * 1_000, dead: now - config.keepDeadSecs * 1_000 });
  }

  /** Until something may be due; longer each time that the database does not answer. */
  async #rest(): Promise<void> {
    const isAwake = this.#wake.signal.aborted;
    if (isAwake) this.#wake = new AbortController();
    if (isAwake && this.#failures === 0) return;
    const milliseconds = Math.min(this.#options.config.pollMs * 2 ** this.#failures, slowestPollMs);
    await wait(milliseconds, undefined, { signal: this.#wake.signal, ref: false }).catch(() => undefined);
  }
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? 'null';
}

function noteOf(at: number, answer: Answer | undefined, error: string | undefined): DeliveryAttempt {
  const isSuccess = answer !== undefined && answer.status >= 200 && answer.status < 300;
  return {
    at,
    milliseconds: Date.now() - at,
    ...(answer !== undefined && { status: answer.status }),
    ...(error !== undefined && { error }),
    ...(answer !== undefined && !isSuccess && answer.text !== '' && { answer: answer.text }),
  };
}

function settlementOf(verdict: Verdict, attempt: DeliveryAttempt): Settlement {
  const at = Date.now();
  if (verdict.outcome === 'retry')
    return { outcome: 'retry', attempt, at, dueAt: at + Math.round(verdict.milliseconds) };
  return { outcome: verdict.outcome === 'gone' ? 'dead' : verdict.outcome, attempt, at };
}
