import type { LogRecord, TraceSummary } from '../api/telemetry.ts';
import { summarizeTrace } from './find-traces.ts';
import { type StoredLog, showLog } from './stored-log.ts';
import type { TraceMemory } from './trace-memory.ts';

/** Told what came, once per turn of the event loop. Of a flood only the newest are shown; nothing is told twice. */
export interface TelemetryListener {
  readonly traces?: (traces: readonly TraceSummary[]) => void;
  readonly logs?: (logs: readonly LogRecord[]) => void;
  readonly numbers?: () => void;
}

export interface Changes {
  traceChanged(traceId: string): void;
  logAdded(log: StoredLog): void;
  numbersChanged(): void;
  subscribe(listener: TelemetryListener): () => void;
}

const maximumAtOnce = 1_000;

export function createChanges(traces: TraceMemory): Changes {
  const listeners = new Set<TelemetryListener>();
  let changed = new Set<string>();
  let logs: StoredLog[] = [];
  let numbers = false;
  let isWaiting = false;

  function tell(): void {
    isWaiting = false;
    const summaries = [...changed]
      .slice(-maximumAtOnce)
      .flatMap((id) => traces.find(id) ?? [])
      .map(summarizeTrace);
    const records = logs.slice(-maximumAtOnce).map(showLog);
    const hasNumbers = numbers;
    changed = new Set();
    logs = [];
    numbers = false;
    for (const listener of listeners) {
      if (summaries.length > 0) listener.traces?.(summaries);
      if (records.length > 0) listener.logs?.(records);
      if (hasNumbers) listener.numbers?.();
    }
  }

  function plan(): void {
    if (isWaiting) return;
    isWaiting = true;
    setImmediate(tell);
  }

  return {
    traceChanged(traceId) {
      if (listeners.size === 0) return;
      changed.add(traceId);
      plan();
    },
    logAdded(log) {
      if (listeners.size === 0) return;
      if (logs.length >= maximumAtOnce * 2) logs = logs.slice(-maximumAtOnce);
      logs.push(log);
      plan();
    },
    numbersChanged() {
      if (listeners.size === 0) return;
      numbers = true;
      plan();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
