import type { Exchange } from '@brrt/router-core/ports';

/** Says that a request has been sent before. */
export const retryHeader = 'x-retry-attempt';

export interface CallPlace {
  /** Parent of the called service's span. */
  readonly spanId: string;
  /** Milliseconds that the called service has, `Infinity` for as many as it takes. */
  readonly allowedMilliseconds: number;
  /** How often the call has been sent before. */
  readonly resent: number;
}

/**
 * What ties a call to the exchange that makes it: the trace and baggage (W3C Trace Context §3.2, W3C Baggage §3), the request
 * id, and the time there is.
 */
export function propagationHeaders(
  { trace, requestId }: Exchange,
  { spanId, allowedMilliseconds, resent }: CallPlace,
): string[] {
  const flags = trace.sampled ? '01' : '00';
  const headers = ['traceparent', `00-${trace.traceId}-${spanId}-${flags}`];
  if (trace.traceState !== undefined) headers.push('tracestate', trace.traceState);
  if (trace.baggage !== undefined) headers.push('baggage', trace.baggage);
  headers.push('x-request-id', requestId);
  if (allowedMilliseconds !== Number.POSITIVE_INFINITY)
    headers.push('x-request-timeout-ms', String(allowedMilliseconds));
  // Who is called by a retry does not retry itself: attempts of several layers would multiply.
  if (resent > 0) headers.push(retryHeader, String(resent));
  return headers;
}
