import {
  type Exchange,
  type FinishedCall,
  type FinishedPart,
  type ServiceDescription,
  specReloads,
  type UncaughtKind,
} from '@brrt/router-core/ports';
import type { Operation } from '../operation.ts';
import { methodLabel, routeLabel } from '../route-label.ts';
import { ClientMetrics } from './client-metrics.ts';
import { countFailure, type FailureCounters } from './count-failure.ts';
import { Counter } from './counter.ts';
import { Histogram, type HistogramSeries, observe } from './histogram.ts';
import type { Metric } from './metric.ts';
import { WebSocketMetrics } from './web-socket-metrics.ts';

interface OperationSeries {
  readonly handler: HistogramSeries;
  /** By status, for the method of the operation itself; filled when a status is first answered. */
  readonly byStatus: (HistogramSeries | undefined)[];
}

/** What happens to requests, in numbers. Labels are resolved once per operation and status, not per request. */
export class RequestMetrics {
  readonly #durations = new Histogram('http_server_request_duration_seconds', 'Duration of HTTP server requests');
  readonly #handlers = new Histogram('brrt_handler_duration_seconds', 'Time spent in handlers');
  readonly #calls = new ClientMetrics();
  readonly #failures: FailureCounters = {
    handler: new Counter('brrt_handler_errors_total', 'Handlers that failed with a 5xx'),
    authentication: new Counter('brrt_auth_failures_total', 'Requests refused for their credentials'),
    validation: new Counter('brrt_validation_failures_total', 'Requests that broke the contract, by place'),
    response: new Counter('brrt_response_validation_failures_total', 'Answers of handlers that broke the contract'),
    shed: new Counter('brrt_requests_shed_total', 'Requests refused by rate limits or load shedding'),
  };
  readonly #malformed = new Counter(
    'brrt_malformed_messages_total',
    'HTTP messages refused before they were a request',
  );
  readonly #uncaught = new Counter('brrt_uncaught_errors_total', 'Errors that nobody caught, outside of any request');
  readonly #blocked = new Counter(
    'brrt_event_loop_blocked_total',
    'Times that the event loop stood still for a quarter of a second',
  );
  readonly #parts = new Counter('brrt_aggregate_parts_total', 'Parts of composed answers, by what became of them');
  readonly #webSockets = new WebSocketMetrics();
  readonly #operations = new Map<Operation, OperationSeries>();
  /** By operation. */
  readonly #streams = new Map<string, number>();
  readonly #streaming = new Set<Exchange>();
  #active = 0;

  readonly metrics: readonly Metric[] = [
    this.#durations,
    {
      name: 'http_server_active_requests',
      help: 'HTTP server requests in flight',
      type: 'gauge',
      samples: () => [{ labels: {}, value: this.#active }],
    },
    {
      name: 'brrt_streams_active',
      help: 'Answers that are sent item by item, and go on',
      type: 'gauge',
      samples: () => [...this.#streams].map(([operation, value]) => ({ labels: { operation }, value })),
    },
    this.#handlers,
    ...this.#calls.metrics,
    ...Object.values(this.#failures),
    this.#malformed,
    this.#uncaught,
    this.#blocked,
    this.#parts,
    ...this.#webSockets.metrics,
    {
      name: 'brrt_spec_reloads_total',
      help: 'Contracts that were read again while the service was developed',
      type: 'counter',
      samples: () => Object.entries(specReloads()).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
  ];

  /** Forgets the operations of the contract before, never their numbers. */
  start({ operations, upstreams = [] }: ServiceDescription): void {
    this.#calls.start(upstreams);
    this.#operations.clear();
    this.#webSockets.start(operations);
    for (const operation of operations) {
      this.#failures.handler.add({ operation: operation.id }, 0);
      if (mayStream(operation) && !this.#streams.has(operation.id)) this.#streams.set(operation.id, 0);
      this.#seriesOf(operation);
    }
  }

  request(): void {
    this.#active++;
  }

  stream(exchange: Exchange): void {
    this.#streaming.add(exchange);
    // Its handler is done: how long it is read says nothing of that.
    this.#observeHandler(exchange, performance.now());
    this.#countStream(exchange, 1);
  }

  /** `status` is 0 for a connection that was gone when there was something to say. */
  malformed(status: number): void {
    this.#malformed.add({ http_response_status_code: String(status) });
  }

  uncaught(kind: UncaughtKind): void {
    this.#uncaught.add({ kind });
  }

  blocked(operation = ''): void {
    this.#blocked.add({ operation });
  }

  call(call: FinishedCall): void {
    this.#calls.call(call);
  }

  part({ operation }: Exchange, { name, outcome }: FinishedPart): void {
    this.#parts.add({ operation: operation?.id ?? '', part: name, outcome });
  }

  /** As a request it is over: how long its connection lasts says nothing of how fast it was answered. */
  upgraded(exchange: Exchange, now: number): void {
    this.#active--;
    this.#observe(exchange, now);
    this.#webSockets.opened(exchange);
  }

  end(exchange: Exchange, now: number): void {
    const isStream = this.#streaming.size > 0 && this.#streaming.delete(exchange);
    if (isStream) this.#countStream(exchange, -1);
    if (exchange.webSocket === undefined) {
      this.#active--;
      if (!isStream) this.#observeHandler(exchange, now);
      this.#observe(exchange, now);
    } else this.#webSockets.closed(exchange);
    if (exchange.error === undefined) return;
    const failedInHandler = endedInHandler(exchange) || isBrokenStream(exchange);
    countFailure(exchange, exchange.error, { ...this.#failures, failedInHandler });
  }

  #observe(exchange: Exchange, now: number): void {
    const { traceId, sampled } = exchange.trace;
    observe(this.#durationsOf(exchange), (now - exchange.startedAt) / 1000, sampled ? traceId : undefined);
  }

  #countStream({ operation }: Exchange, change: 1 | -1): void {
    const id = operation?.id ?? '';
    this.#streams.set(id, (this.#streams.get(id) ?? 0) + change);
  }

  #observeHandler({ operation, handlingStartedAt, handlingEndedAt }: Exchange, now: number): void {
    if (operation === undefined || handlingStartedAt === 0) return;
    const seconds = ((handlingEndedAt === 0 ? now : handlingEndedAt) - handlingStartedAt) / 1000;
    observe(this.#seriesOf(operation).handler, seconds);
  }

  #durationsOf(exchange: Exchange): HistogramSeries {
    const { operation, request, status } = exchange;
    if (operation === undefined || request.method !== operation.method) return this.#findDurations(exchange);
    const { byStatus } = this.#seriesOf(operation);
    const known = byStatus[status];
    if (known !== undefined) return known;
    const series = this.#findDurations(exchange);
    byStatus[status] = series;
    return series;
  }

  #findDurations(exchange: Exchange): HistogramSeries {
    return this.#durations.series({
      http_request_method: methodLabel(exchange),
      http_route: routeLabel(exchange),
      // 499, as for a client that went away, when nothing was ever decided.
      http_response_status_code: String(exchange.status === 0 ? 499 : exchange.status),
    });
  }

  #seriesOf(operation: Operation): OperationSeries {
    const known = this.#operations.get(operation);
    if (known !== undefined) return known;
    const series = { handler: this.#handlers.series({ operation: operation.id }), byStatus: [] };
    this.#operations.set(operation, series);
    return series;
  }
}

function mayStream({ responses }: Operation): boolean {
  const content = responses.flatMap((response) => response.content);
  return content.some(
    ({ mediaType, itemSchema }) => itemSchema !== undefined || /^text\/event-stream/i.test(mediaType),
  );
}

/** It threw, or the deadline passed before it answered. */
function endedInHandler({ operation, webSocket, handlingStartedAt, handlingEndedAt }: Exchange): boolean {
  return operation !== undefined && webSocket === undefined && handlingStartedAt !== 0 && handlingEndedAt === 0;
}

/** What a handler returned failed while it was sent: the status had gone out before. */
function isBrokenStream({ status, error }: Exchange): boolean {
  return error !== undefined && status !== 0 && status < 400 && error.status >= 500;
}
