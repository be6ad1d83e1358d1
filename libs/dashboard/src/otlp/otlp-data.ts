import type { AttributeValue, SpanKind } from '../api/telemetry.ts';

/** OTLP as plain data, whichever way it was encoded. Times are Unix milliseconds, cut to microseconds; durations keep nanoseconds. */

/** Names and values in turn: `['http.route', '/pets', 'http.response.status_code', 200]`. */
export type AttributeList = readonly AttributeValue[];

/** Records of one resource and one instrumentation scope. */
export interface OtlpGroup<Record> {
  readonly resource: AttributeList;
  readonly scope: string;
  readonly records: readonly Record[];
}

export interface OtlpEvent {
  readonly name: string;
  readonly at: number;
  readonly attributes: AttributeList;
}

export interface OtlpLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: AttributeList;
}

export interface OtlpSpan {
  /** As sent: whether it is a valid id is for the store to say. */
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: a root. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startedAt: number;
  readonly duration: number;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string;
  readonly attributes: AttributeList;
  readonly events: readonly OtlpEvent[];
  readonly links: readonly OtlpLink[];
  readonly dropped: number;
}

export interface OtlpLog {
  /** Zero: not said. */
  readonly at: number;
  /** Zero: not said. */
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AttributeValue;
  readonly attributes: AttributeList;
  readonly traceId: string;
  readonly spanId: string;
}

export interface OtlpMetric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  /** `prometheus.type` says what the metric was before it came to OTLP. */
  readonly metadata: AttributeList;
  readonly data: OtlpMetricData;
}

export type OtlpMetricData =
  | { readonly type: 'gauge'; readonly points: readonly OtlpNumberPoint[] }
  | {
      readonly type: 'sum';
      readonly isMonotonic: boolean;
      readonly isDelta: boolean;
      readonly points: readonly OtlpNumberPoint[];
    }
  | { readonly type: 'histogram'; readonly isDelta: boolean; readonly points: readonly OtlpHistogramPoint[] }
  | { readonly type: 'summary'; readonly points: readonly OtlpSummaryPoint[] }
  /** Of a kind that came after this was written. */
  | { readonly type: 'unknown' };

interface OtlpPoint {
  readonly at: number;
  readonly attributes: AttributeList;
}

export interface OtlpNumberPoint extends OtlpPoint {
  /** NaN: none. */
  readonly value: number;
}

/** Exponential ones come with the bounds that their scale stands for. */
export interface OtlpHistogramPoint extends OtlpPoint {
  readonly count: number;
  readonly sum: number | undefined;
  /** Upper bounds; one fewer than the counts. */
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

export interface OtlpSummaryPoint extends OtlpPoint {
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

/** What `ingest` takes, by signal. */
export interface OtlpBatches {
  readonly traces: readonly OtlpGroup<OtlpSpan>[];
  readonly logs: readonly OtlpGroup<OtlpLog>[];
  readonly metrics: readonly OtlpGroup<OtlpMetric>[];
}

export type Signal = keyof OtlpBatches;

export const spanKinds: readonly SpanKind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];
export const spanStatuses = ['unset', 'ok', 'error'] as const;

/** Values deeper than this are refused. */
export const maximumDepth = 32;
