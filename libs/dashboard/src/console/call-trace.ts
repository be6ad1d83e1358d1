import { randomBytes } from 'node:crypto';

/** The trace of a call, known before it begins (W3C Trace Context §3.2). */
export interface CallTrace {
  readonly traceId: string;
  /** Sampled: the service records it. */
  readonly traceparent: string;
}

export function createCallTrace(): CallTrace {
  const traceId = randomBytes(16).toString('hex');
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
}
