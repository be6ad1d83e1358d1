import type {
  AttributeNames,
  ErrorGroup,
  LogQuery,
  LogRecord,
  NumbersReport,
  RedReport,
  ServiceMap,
  StoreState,
  Trace,
  TraceQuery,
  TraceSummary,
} from '../api/telemetry.ts';

/** What the routes ask of the telemetry store. */
export interface TelemetrySource {
  traces(query: TraceQuery): readonly TraceSummary[];
  trace(traceId: string): Trace | undefined;
  logs(query: LogQuery): readonly LogRecord[];
  attributeNames(signal: 'traces' | 'logs'): AttributeNames;
  red(query: { readonly service?: string; readonly window?: number }): RedReport;
  numbers(query: { readonly service?: string; readonly window?: number; readonly metric?: string }): NumbersReport;
  errors(query: { readonly service?: string }): readonly ErrorGroup[];
  map(query: {
    readonly window?: number;
    readonly declared: readonly (readonly [from: string, to: string])[];
  }): ServiceMap;
  errorCounts(): ReadonlyMap<string, number>;
  lastSeen(): ReadonlyMap<string, number>;
  state(): StoreState;
  clear(signal?: 'traces' | 'logs' | 'metrics'): void;
  exportOtlp(filter?: { readonly traceId?: string }): AsyncIterable<string>;
  importOtlp(text: AsyncIterable<Uint8Array>): Promise<unknown>;
  subscribe(listener: TelemetryListener): () => void;
  close(): void;
}

/** Called with what came since the last time. */
export type TelemetryListener = (changes: {
  readonly traces?: readonly TraceSummary[];
  readonly logs?: readonly LogRecord[];
  readonly numbers?: boolean;
}) => void;
