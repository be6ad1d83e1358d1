import type { WebhookOutcome } from '@brrt/router-core/ports';
import { Counter } from './counter.ts';
import type { Metric, Sample } from './metric.ts';

interface Queue {
  readonly pending: number;
  readonly dead: number;
  readonly oldestSeconds: number;
}

/** What became of the webhooks of a service, and what waits. Without a webhook there is no series. */
export class WebhookMetrics {
  readonly #deliveries = new Counter(
    'brrt_webhook_deliveries_total',
    'Attempts to deliver a webhook, by what came of them',
  );
  #queue: Queue | undefined = undefined;

  readonly metrics: readonly Metric[] = [
    this.#deliveries,
    this.#gauge('brrt_webhook_queue_depth', 'Webhooks that wait (pending), and that were given up (dead)', (queue) => [
      { labels: { state: 'pending' }, value: queue.pending },
      { labels: { state: 'dead' }, value: queue.dead },
    ]),
    this.#gauge('brrt_webhook_oldest_seconds', 'Age of the webhook that waits for the longest time', (queue) => [
      { labels: {}, value: queue.oldestSeconds },
    ]),
  ];

  attempted(webhook: string, outcome: WebhookOutcome): void {
    this.#deliveries.add({ webhook, outcome });
  }

  queue(state: Queue): void {
    this.#queue = state;
  }

  #gauge(name: string, help: string, samples: (queue: Queue) => readonly Sample[]): Metric {
    // All workers look into the same outbox.
    return {
      name,
      help,
      type: 'gauge',
      across: 'max',
      samples: () => (this.#queue === undefined ? [] : samples(this.#queue)),
    };
  }
}
