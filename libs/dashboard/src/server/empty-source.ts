import type { TelemetrySource } from './telemetry-source.ts';

const empty = { count: 0, bytes: 0, maximumBytes: 0, dropped: { overwritten: 0, refused: 0 } };

/** Keeps nothing. */
export function createEmptySource(): TelemetrySource {
  const report = () => ({ from: 0, to: 0, step: 1, series: [] });
  return {
    traces: () => [],
    trace: () => undefined,
    logs: () => [],
    attributeNames: () => ({ names: [] }),
    red: report,
    numbers: report,
    errors: () => [],
    map: () => ({ nodes: [], edges: [] }),
    errorCounts: () => new Map(),
    lastSeen: () => new Map(),
    state: () => ({ spans: empty, logs: empty, metrics: empty }),
    clear() {},
    recordNumbers() {},
    async *exportOtlp() {
      yield '{"resourceSpans":[],"resourceLogs":[],"resourceMetrics":[]}';
    },
    async importOtlp(chunks) {
      for await (const _ of chunks);
      return { accepted: 0 };
    },
    subscribe: () => () => undefined,
    close() {},
  };
}
