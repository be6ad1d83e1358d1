import type { LogRecord } from '../../src/api/telemetry.ts';

/** Saves records as NDJSON, oldest first. */
export function downloadLogs(logs: readonly LogRecord[]): void {
  const lines = logs.toReversed().map((log) => `${JSON.stringify(log)}\n`);
  const address = URL.createObjectURL(new Blob(lines, { type: 'application/x-ndjson' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = 'logs.ndjson';
  anchor.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
