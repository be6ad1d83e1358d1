import type { Exchange, FinishedCall } from '@brrt/router-core/ports';
import { describeError } from '../log/describe-error.ts';
import { defined } from './server-spans.ts';
import type { SpanRecord } from './span-record.ts';

/**
 * A call to another service as a client span (OpenTelemetry semantic conventions for HTTP).
 * @param parentSpanId span of the handler that calls
 */
export function describeClientSpan({ trace }: Exchange, call: FinishedCall, parentSpanId: string): SpanRecord {
  const { traceId, traceState } = trace;
  const url = new URL(call.origin);
  const { error, status } = call;
  return {
    name: `${call.method} ${call.route}`,
    // What nothing was sent for is no message to another service.
    kind: isSent(call) ? 'client' : 'internal',
    traceId,
    spanId: call.spanId,
    parent: { spanId: parentSpanId, isRemote: false, traceState },
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    attributes: defined({
      'http.request.method': call.method,
      'http.response.status_code': status,
      'server.address': url.hostname,
      'server.port': Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
      // The values of a path and of a query are not recorded.
      'url.template': call.route,
      'http.request.resend_count': call.resent,
      'brrt.client.cache': call.cache,
      'brrt.client.hedge': call.isHedge,
      'brrt.client.retry_budget_exhausted': call.isRetryRefused,
      'brrt.client.coalesced': call.sharedWith === undefined ? undefined : true,
      'service.peer.name': call.service,
      'brrt.operation': call.operation,
      'error.type': errorType(call),
    }),
    ...(call.sharedWith === undefined ? {} : { links: [call.sharedWith] }),
    ...(error !== undefined || (status ?? 0) >= 400 ? { error: error === undefined ? '' : messageOf(error) } : {}),
  };
}

/** Nothing was sent for what is answered from the cache or with the answer of another call. */
export function isSent({ cache, sharedWith }: FinishedCall): boolean {
  return cache !== 'hit' && cache !== 'stale' && sharedWith === undefined;
}

/** The code of what the caller was given, else a status that says the request failed. */
export function errorType({ error, status }: FinishedCall): string | undefined {
  if (error === undefined) return status !== undefined && status >= 400 ? String(status) : undefined;
  return errorCode(error);
}

/** The code of an error, else its name. */
export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return describeError(error).type;
}

function messageOf(error: unknown): string {
  return describeError(error).message;
}
