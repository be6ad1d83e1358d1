import type { Exchange } from '@brrt/router-core/ports';
import type { Operation } from '../operation.ts';
import { Counter } from './counter.ts';
import type { Metric, Sample } from './metric.ts';

/** WebSockets in numbers. A message costs nothing here: what is open is counted when somebody asks. */
export class WebSocketMetrics {
  readonly #open = new Set<Exchange>();
  readonly #messages = new Counter('brrt_websocket_messages_total', 'Messages over WebSockets, by direction');
  readonly #closed = new Counter(
    'brrt_websocket_closed_total',
    'WebSockets that were closed, by who or what ended them',
  );
  readonly #operations = new Set<string>();

  readonly metrics: readonly Metric[] = [
    {
      name: 'brrt_websocket_connections',
      help: 'Open WebSockets',
      type: 'gauge',
      samples: () => this.#countOpen(),
    },
    { ...describe(this.#messages), samples: () => this.#countMessages() },
    this.#closed,
  ];

  start(operations: readonly Operation[]): void {
    for (const { id, webSocket } of operations) {
      if (webSocket === undefined) continue;
      this.#operations.add(id);
      for (const direction of ['received', 'sent']) this.#messages.add({ operation: id, direction }, 0);
    }
  }

  opened(exchange: Exchange): void {
    this.#open.add(exchange);
  }

  closed(exchange: Exchange): void {
    this.#open.delete(exchange);
    const { operation, webSocket } = exchange;
    if (operation === undefined || webSocket === undefined) return;
    const { id } = operation;
    this.#messages.add({ operation: id, direction: 'received' }, webSocket.received);
    this.#messages.add({ operation: id, direction: 'sent' }, webSocket.sent);
    this.#closed.add({ operation: id, reason: webSocket.end?.by ?? 'lost' });
  }

  #countOpen(): readonly Sample[] {
    const counts = new Map([...this.#operations].map((id) => [id, 0]));
    for (const { operation } of this.#open) {
      if (operation !== undefined) counts.set(operation.id, (counts.get(operation.id) ?? 0) + 1);
    }
    return [...counts].map(([operation, value]) => ({ labels: { operation }, value }));
  }

  /** Of those that are closed, and so far of those that are open. */
  #countMessages(): readonly Sample[] {
    const open = new Counter(this.#messages.name, this.#messages.help);
    for (const { labels, value } of this.#messages.samples())
      open.add(labels as Readonly<Record<string, string>>, value);
    for (const { operation, webSocket } of this.#open) {
      if (operation === undefined || webSocket === undefined) continue;
      open.add({ operation: operation.id, direction: 'received' }, webSocket.received);
      open.add({ operation: operation.id, direction: 'sent' }, webSocket.sent);
    }
    return open.samples();
  }
}

function describe({ name, help, type }: Metric): Pick<Metric, 'name' | 'help' | 'type'> {
  return { name, help, type };
}
