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
import type { TelemetryListener } from '../store/changes.ts';
import type { NumberSample } from '../store/number-memory.ts';

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
  recordNumbers(service: string, at: number, samples: readonly NumberSample[]): unknown;
  exportOtlp(filter?: { readonly traceId?: string }): AsyncIterable<string>;
  importOtlp(text: AsyncIterable<Uint8Array>): Promise<unknown>;
  subscribe(listener: TelemetryListener): () => void;
  close(): void;
}
