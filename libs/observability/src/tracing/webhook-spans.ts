import { createSpanId, type FinishedWebhookAttempt, type WebhookAttempt } from '@brrt/router-core/ports';
import { defined } from './server-spans.ts';
import type { SpanRecord } from './span-record.ts';

/** Of a trace that is recorded. */
interface Place {
  readonly traceId: string;
  readonly spanId: string;
}

/** Undefined: it is none, or what it belongs to is not recorded. */
export function parseTraceparent(text: string | undefined): Place | undefined {
  const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(text ?? '') ?? [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
}

export function writeTraceparent({ traceId, spanId }: Place): string {
  return `00-${traceId}-${spanId}-01`;
}

/** A webhook was put into the outbox, below whatever is under way. */
export function describeEnqueued(webhook: string, parent: Place): SpanRecord {
  const now = performance.now();
  return {
    name: `enqueue ${webhook}`,
    kind: 'internal',
    traceId: parent.traceId,
    spanId: createSpanId(),
    parent: { spanId: parent.spanId, isRemote: false, traceState: undefined },
    startedAt: now,
    endedAt: now,
    attributes: { 'brrt.webhook': webhook },
  };
}

export interface AttemptSpan {
  readonly attempt: WebhookAttempt;
  readonly finished: FinishedWebhookAttempt;
  /** What put it into the outbox. */
  readonly parent: Place;
  readonly spanId: string;
  readonly startedAt: number;
}

/** An attempt to deliver, as a client span in the trace of what caused it. */
export function describeAttempt({ attempt, finished, parent, spanId, startedAt }: AttemptSpan): SpanRecord {
  const url = URL.parse(attempt.origin);
  const { status, error, outcome } = finished;
  return {
    name: `${attempt.method} webhook ${attempt.webhook}`,
    kind: 'client',
    traceId: parent.traceId,
    spanId,
    parent: { spanId: parent.spanId, isRemote: false, traceState: undefined },
    startedAt,
    endedAt: performance.now(),
    attributes: defined({
      'http.request.method': attempt.method,
      'http.response.status_code': status,
      'server.address': url?.hostname,
      'server.port': url === null ? undefined : Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
      'http.request.resend_count': attempt.attempt === 1 ? undefined : attempt.attempt - 1,
      'brrt.webhook': attempt.webhook,
      'brrt.webhook.id': attempt.id,
      'brrt.webhook.outcome': outcome,
      'error.type': outcome === 'delivered' ? undefined : (error ?? String(status)),
    }),
    ...(outcome === 'delivered' ? {} : { error: error ?? '' }),
  };
}
