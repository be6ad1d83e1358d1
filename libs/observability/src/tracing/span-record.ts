import type { AttributeValue } from '@opentelemetry/api';

export interface SpanEvent {
  readonly name: string;
  /** `performance.now()`, milliseconds. */
  readonly at: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** A finished span, before anything of an SDK is made for it. */
export interface SpanRecord {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined: the trace begins with it. */
  readonly parent: ParentSpan | undefined;
  /** `performance.now()`, milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly events?: readonly SpanEvent[];
  /** Spans of other traces that it has to do with. */
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  /** Why the span is one of an error; '' where its attributes say enough. */
  readonly error?: string;
}

export interface ParentSpan {
  readonly spanId: string;
  readonly isRemote: boolean;
  readonly traceState: string | undefined;
}
