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
import type { AttributeList, OtlpBatches, Signal } from '../otlp/otlp-data.ts';
import { collectAttributeNames } from './attribute-names.ts';
import type { TelemetryListener } from './changes.ts';
import { type ExportFilter, exportOtlp } from './export-otlp.ts';
import { findLogs } from './find-logs.ts';
import { findTrace, findTraces } from './find-traces.ts';
import { type History, openHistory } from './history.ts';
import { type ImportOptions, importOtlp } from './import-otlp.ts';
import {
  type IngestResult,
  type IngestSink,
  ingestLogs,
  ingestMetrics,
  ingestTraces,
  recordNumbers,
} from './ingest.ts';
import type { NumberSample, NumbersQuery } from './number-memory.ts';
import type { RedQuery } from './red.ts';
import type { MapQuery } from './service-map.ts';
import { createStoreParts, type StoreParts, type StorePartsOptions } from './store-parts.ts';

export interface TelemetryStoreOptions extends StorePartsOptions {
  /** Where history is kept over restarts; absent: in memory alone. */
  readonly file?: string;
  /** Of the file. */
  readonly maximumFileBytes?: number;
  /** Told what a developer should know of the file: set aside because it is damaged, in use by another process. */
  readonly report?: (message: string) => void;
}

/** What services told, in bounded memory: oldest out first. */
export interface TelemetryStore {
  ingest<S extends Signal>(signal: S, batch: OtlpBatches[S]): IngestResult;
  traces(query: TraceQuery): readonly TraceSummary[];
  trace(traceId: string): Trace | undefined;
  logs(query: LogQuery): readonly LogRecord[];
  attributeNames(signal: 'traces' | 'logs'): AttributeNames;
  red(query: RedQuery): RedReport;
  numbers(query: NumbersQuery): NumbersReport;
  /** What was read from `/metrics`; returns how many there was no room for. */
  recordNumbers(service: string, at: number, samples: readonly NumberSample[]): number;
  errors(query: { readonly service?: string | undefined }): readonly ErrorGroup[];
  map(query: MapQuery): ServiceMap;
  /** Log records of severity error and worse, by service. */
  errorCounts(): ReadonlyMap<string, number>;
  /** When a service sent something last, by service. */
  lastSeen(): ReadonlyMap<string, number>;
  state(): StoreState;
  /** One JSON document, piece by piece. */
  exportOtlp(filter?: ExportFilter): AsyncIterable<string>;
  /** OTLP/JSON in whichever form; throws `OtlpError` where it is none. */
  importOtlp(source: string | AsyncIterable<string | Uint8Array>, options?: ImportOptions): Promise<IngestResult>;
  clear(signal?: Signal): void;
  subscribe(listener: TelemetryListener): () => void;
  close(): void;
}

export function createTelemetryStore(options: TelemetryStoreOptions = {}): TelemetryStore {
  const parts = createStoreParts(options);
  const history = openHistory(parts, fileOptions(options));
  const sink: IngestSink = { ...parts, history };
  // The signal says of what type the batch is.
  const ingest: TelemetryStore['ingest'] = (signal, batch) => {
    if (signal === 'traces') return ingestTraces(sink, batch as OtlpBatches['traces']);
    if (signal === 'logs') return ingestLogs(sink, batch as OtlpBatches['logs']);
    return ingestMetrics(parts, batch as OtlpBatches['metrics']);
  };
  return {
    ...createQueries(parts, history),
    ingest,
    exportOtlp: (filter) => exportOtlp(parts, filter),
    importOtlp: (source, limits) => importOtlp({ ingest, logs: parts.logs.oldestFirst() }, source, limits),
    recordNumbers: (service, at, samples) => recordNumbers(parts, { service, at }, samples),
    clear(signal) {
      clear(parts, signal);
      history.cleared(signal);
    },
    subscribe: (listener) => parts.changes.subscribe(listener),
    close: () => history.close(),
  };
}

const usualFileBytes = 384 * 1024 * 1024;

function fileOptions({ file, maximumFileBytes = usualFileBytes, report = () => undefined }: TelemetryStoreOptions) {
  return file === undefined ? undefined : { file, maximumBytes: maximumFileBytes, report };
}

type Changing = 'ingest' | 'importOtlp' | 'exportOtlp' | 'recordNumbers' | 'clear' | 'subscribe' | 'close';
type Queries = Omit<TelemetryStore, Changing>;

const sampledRecords = 10_000;

function createQueries({ traces, logs, red, errors, map, numbers, lastSeen }: StoreParts, history: History): Queries {
  return {
    traces: (query) => findTraces(traces, query),
    trace: (traceId) => findTrace(traces, logs, traceId),
    logs: (query) => findLogs(logs, query),
    attributeNames: (signal) => collectAttributeNames(listsOf(signal, { traces, logs }), sampledRecords),
    red: (query) => red.report(query),
    numbers: (query) => numbers.report(query),
    errors: ({ service }) => errors.list(service),
    map: (query) => map.report(query),
    errorCounts: () => logs.errorCounts,
    lastSeen: () => lastSeen,
    state: () => ({
      spans: traces.state(),
      logs: logs.state(),
      metrics: numbers.state(),
      ...(history.file === undefined ? {} : { file: history.file }),
    }),
  };
}

function* listsOf(
  signal: 'traces' | 'logs',
  { traces, logs }: Pick<StoreParts, 'traces' | 'logs'>,
): Iterable<AttributeList> {
  if (signal === 'logs') for (const { attributes } of logs.newestFirst()) yield attributes;
  else for (const { spans } of traces.newestFirst()) for (const { attributes } of spans) yield attributes;
}

function clear({ traces, logs, red, errors, map, numbers }: StoreParts, signal: Signal | undefined): void {
  if (signal === undefined || signal === 'traces') {
    traces.clear();
    red.clear();
    map.clear();
    errors.clear();
  }
  if (signal === undefined || signal === 'logs') logs.clear();
  if (signal === undefined || signal === 'metrics') numbers.clear();
}
