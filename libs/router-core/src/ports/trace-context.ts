/** W3C Trace Context (Level 1) of one exchange: what came in and the span of this service. */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits: this service's own span. */
  readonly spanId: string;
  /** The caller's span; undefined when this service began the trace. */
  readonly parentSpanId: string | undefined;
  readonly sampled: boolean;
  readonly traceState: string | undefined;
  /** W3C Baggage of the caller, as it came; undefined when it is malformed. */
  readonly baggage: string | undefined;
}

/**
 * Whether a trace is recorded.
 * @param parentSampled what the caller decided; undefined where the trace begins here
 */
export type TraceSampler = (traceId: string, parentSampled: boolean | undefined) => boolean;
