import type { Exchange } from '@brrt/router-core/ports';

/**
 * What ties a call to the exchange that makes it: the trace (W3C Trace Context §3.2, this service's span as parent),
 * the request id, and the milliseconds that the called service has.
 */
export function propagationHeaders({ trace, requestId }: Exchange, allowedMilliseconds: number): string[] {
  const flags = trace.sampled ? '01' : '00';
  const headers = ['traceparent', `00-${trace.traceId}-${trace.spanId}-${flags}`];
  if (trace.traceState !== undefined) headers.push('tracestate', trace.traceState);
  headers.push('x-request-id', requestId, 'x-request-timeout-ms', String(allowedMilliseconds));
  return headers;
}
