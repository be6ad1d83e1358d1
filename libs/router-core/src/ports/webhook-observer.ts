/** An attempt to send a webhook, without anything of its content. */
export interface WebhookAttempt {
  /** Name in the contract. */
  readonly webhook: string;
  readonly id: string;
  readonly attempt: number;
  readonly method: string;
  /** Scheme, host and port of the endpoint. */
  readonly origin: string;
  /** Of what caused it; undefined where that was not recorded. */
  readonly traceparent: string | undefined;
}

/** `retry`: it did not arrive and is tried again; `dead`: it is not. */
export type WebhookOutcome = 'delivered' | 'retry' | 'dead';

export interface FinishedWebhookAttempt {
  readonly outcome: WebhookOutcome;
  readonly status: number | undefined;
  readonly error: string | undefined;
}

/** Sees the webhooks that a service sends. */
export interface WebhookObserver {
  /** One is put into the outbox: the trace that it belongs to, as a header; undefined where the work under way is not recorded. */
  enqueued(webhook: string): string | undefined;
  /** `traceparent`: what the receiver is told. */
  attempt(attempt: WebhookAttempt): {
    readonly traceparent: string | undefined;
    end(finished: FinishedWebhookAttempt): void;
  };
  /** How much waits; `oldestSeconds`: since when. */
  queue(state: { readonly pending: number; readonly dead: number; readonly oldestSeconds: number }): void;
}
