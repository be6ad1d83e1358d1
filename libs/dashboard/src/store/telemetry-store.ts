import type { LogQuery, LogRecord, StoreState, Trace, TraceQuery, TraceSummary } from '../api/telemetry.ts';
import type { OtlpBatches, Signal } from '../otlp/otlp-data.ts';
import { type Changes, createChanges, type TelemetryListener } from './changes.ts';
import { findLogs } from './find-logs.ts';
import { findTrace, findTraces } from './find-traces.ts';
import { type IngestResult, ingestLogs, ingestTraces } from './ingest.ts';
import { createLogMemory, type LogMemory } from './log-memory.ts';
import { createResourceTable, type ResourceTable } from './resource-table.ts';
import { createTextPool, type TextPool } from './text-pool.ts';
import { createTraceMemory, type TraceMemory } from './trace-memory.ts';

export interface TelemetryStoreOptions {
  readonly maximumBytes?: Partial<Record<'traces' | 'logs' | 'metrics', number>>;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** What services told, in bounded memory: oldest out first. */
export interface TelemetryStore {
  ingest<S extends Signal>(signal: S, batch: OtlpBatches[S]): IngestResult;
  traces(query: TraceQuery): readonly TraceSummary[];
  trace(traceId: string): Trace | undefined;
  logs(query: LogQuery): readonly LogRecord[];
  state(): StoreState;
  clear(signal?: Signal): void;
  subscribe(listener: TelemetryListener): () => void;
  close(): void;
}

/** The parts that records go through. */
export interface StoreParts {
  readonly pool: TextPool;
  readonly resources: ResourceTable;
  readonly traces: TraceMemory;
  readonly logs: LogMemory;
  readonly changes: Changes;
  readonly now: () => number;
  /** Of the next log record. */
  readonly nextSequence: () => number;
}

const mebibyte = 1024 * 1024;
const poolBytes = 4 * mebibyte;

export function createTelemetryStore(options: TelemetryStoreOptions = {}): TelemetryStore {
  const parts = createParts(options);
  const { traces, logs, changes } = parts;
  return {
    ingest(signal, batch) {
      // The signal says of what type the batch is.
      if (signal === 'traces') return ingestTraces(parts, batch as OtlpBatches['traces']);
      if (signal === 'logs') return ingestLogs(parts, batch as OtlpBatches['logs']);
      return { accepted: 0, rejected: 0 };
    },
    traces: (query) => findTraces(traces, query),
    trace: (traceId) => findTrace(traces, logs, traceId),
    logs: (query) => findLogs(logs, query),
    state: () => ({
      spans: traces.state(),
      logs: logs.state(),
      metrics: { count: 0, bytes: 0, maximumBytes: 0, dropped: { overwritten: 0, refused: 0 } },
    }),
    clear(signal) {
      if (signal !== 'logs' && signal !== 'metrics') traces.clear();
      if (signal !== 'traces' && signal !== 'metrics') logs.clear();
    },
    subscribe: (listener) => changes.subscribe(listener),
    close() {},
  };
}

function createParts({ maximumBytes = {}, now = Date.now }: TelemetryStoreOptions): StoreParts {
  const pool = createTextPool(poolBytes);
  const resources = createResourceTable(pool);
  const traces = createTraceMemory({ maximumBytes: maximumBytes.traces ?? 64 * mebibyte, resources });
  const logs = createLogMemory({ maximumBytes: maximumBytes.logs ?? 32 * mebibyte, resources });
  let sequence = 0;
  return {
    pool,
    resources,
    traces,
    logs,
    changes: createChanges(traces),
    now,
    nextSequence() {
      sequence += 1;
      return sequence;
    },
  };
}
