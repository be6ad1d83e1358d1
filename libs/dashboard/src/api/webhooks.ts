/** `GET /api/services/{name}/webhooks?state=dead`: what a service sends on its own. Times are milliseconds since 1970. */
export interface WebhookReport {
  readonly pending: number;
  readonly dead: number;
  /** The newest first, at most 200; those in one state where it is asked for. */
  readonly deliveries: readonly WebhookDelivery[];
}

export interface WebhookDelivery {
  /** `webhook-id`. `POST /api/services/{name}/webhooks/{id}/replay` sends one again that is not pending: 202, else 409. */
  readonly id: string;
  readonly webhook: string;
  readonly endpointId: string;
  readonly url: string;
  /** It answered 410. */
  readonly isEndpointDisabled: boolean;
  readonly state: 'pending' | 'delivered' | 'dead';
  readonly createdAt: number;
  /** Of the next attempt. */
  readonly dueAt?: number;
  readonly settledAt?: number;
  readonly attemptCount: number;
  /** The oldest first; the newest are kept. */
  readonly attempts: readonly WebhookAttempt[];
  readonly traceId?: string;
}

export interface WebhookAttempt {
  readonly at: number;
  readonly milliseconds: number;
  readonly status?: number;
  readonly error?: string;
  /** The beginning of what was answered. */
  readonly answer?: string;
}
