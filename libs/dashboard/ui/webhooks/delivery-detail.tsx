import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { WebhookAttempt, WebhookDelivery } from '../../src/api/webhooks.ts';
import { ApiError } from '../api/client.ts';
import { api } from '../api/routes.ts';
import { formatDuration } from '../format/format.ts';
import { Button, LinkButton } from '../parts/button.tsx';
import { Fact } from '../parts/fact.tsx';
import { Time } from '../parts/time.tsx';
import { toast } from '../parts/toast.tsx';
import { traceLink } from '../services/links.ts';
import { AttemptResult, DeliveryState } from './delivery-state.tsx';

/** One delivery, on the side of the list; instead of it at phone width. */
export function DeliveryDetail(props: {
  readonly service: string;
  readonly delivery: WebhookDelivery;
  readonly onReplayed: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { service, delivery, onReplayed, onClose } = props;
  const { id, webhook, url, createdAt, dueAt, settledAt, attempts, traceId, isEndpointDisabled } = delivery;
  return (
    <aside class="row-detail" aria-label="Delivery">
      <header class="row-head">
        <h2 class="mono">{webhook}</h2>
        <Button kind="quiet" icon="close" label="Close" onClick={onClose} />
      </header>
      <DeliveryState delivery={delivery} />
      <div class="actions-row">
        {delivery.state !== 'pending' && <ReplayButton service={service} id={id} onReplayed={onReplayed} />}
        {traceId !== undefined && (
          <LinkButton icon="traces" href={traceLink(traceId)}>
            Trace
          </LinkButton>
        )}
      </div>
      <dl class="facts">
        <Fact name="Id">
          <span class="mono webhook-url">{id}</span>
        </Fact>
        <Fact name="Endpoint">
          <span class="mono webhook-url">{url}</span>
          {isEndpointDisabled && ' (ended by 410)'}
        </Fact>
        <Fact name="Made">
          <Time at={createdAt} relative />
        </Fact>
        {dueAt !== undefined && (
          <Fact name="Next attempt">
            <Time at={dueAt} />
          </Fact>
        )}
        {settledAt !== undefined && (
          <Fact name="Ended">
            <Time at={settledAt} relative />
          </Fact>
        )}
      </dl>
      <h3>Attempts</h3>
      {attempts.length === 0 ? (
        <p class="note">None yet</p>
      ) : (
        <ol class="webhook-attempts">
          {attempts.map((attempt) => (
            <Attempt key={attempt.at} attempt={attempt} />
          ))}
        </ol>
      )}
    </aside>
  );
}

function Attempt({ attempt }: { readonly attempt: WebhookAttempt }): JSX.Element {
  return (
    <li>
      <p class="webhook-attempt">
        <Time at={attempt.at} /> <AttemptResult attempt={attempt} />{' '}
        <span class="number note">{formatDuration(attempt.milliseconds)}</span>
      </p>
      {attempt.answer !== undefined && <p class="mono note webhook-url">{attempt.answer}</p>}
    </li>
  );
}

function ReplayButton(props: {
  readonly service: string;
  readonly id: string;
  readonly onReplayed: () => void;
}): JSX.Element {
  const { service, id, onReplayed } = props;
  const [busy, setBusy] = useState(false);
  async function replay(): Promise<void> {
    setBusy(true);
    try {
      await api.replayWebhook(service, id);
      toast('It is sent again', 'good');
      onReplayed();
    } catch (cause) {
      toast(cause instanceof ApiError ? (cause.detail ?? cause.title) : String(cause), 'bad');
    }
    setBusy(false);
  }
  return (
    <Button icon="restart" disabled={busy} onClick={() => void replay()}>
      Send again
    </Button>
  );
}
