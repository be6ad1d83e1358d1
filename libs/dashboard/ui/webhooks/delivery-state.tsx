import type { JSX } from 'preact';
import type { WebhookAttempt, WebhookDelivery } from '../../src/api/webhooks.ts';
import { HttpStatus, StateDot, type Tone } from '../parts/badge.tsx';

const words: Readonly<Record<WebhookDelivery['state'], readonly [Tone, string]>> = {
  pending: ['info', 'Pending'],
  delivered: ['good', 'Delivered'],
  dead: ['bad', 'Given up'],
};

export function DeliveryState({
  delivery: { state, attemptCount },
}: {
  readonly delivery: WebhookDelivery;
}): JSX.Element {
  const [tone, title] = words[state];
  return state === 'pending' && attemptCount > 0 ? (
    <StateDot tone="warn">Trying again</StateDot>
  ) : (
    <StateDot tone={tone}>{title}</StateDot>
  );
}

/** The status that came back, or why there is none. */
export function AttemptResult({ attempt: { status, error } }: { readonly attempt: WebhookAttempt }): JSX.Element {
  return status === undefined ? (
    <span class="webhook-error">{error ?? 'nothing'}</span>
  ) : (
    <HttpStatus status={status} />
  );
}

export function LastAttempt({ delivery: { attempts } }: { readonly delivery: WebhookDelivery }): JSX.Element {
  const last = attempts.at(-1);
  return last === undefined ? <span class="note">none yet</span> : <AttemptResult attempt={last} />;
}
