import type { LogRecord } from '../../src/api/telemetry.ts';
import { saveFile } from '../parts/save-file.ts';

/** Saves records as NDJSON, oldest first. */
export function downloadLogs(logs: readonly LogRecord[]): void {
  const lines = logs.toReversed().map((log) => `${JSON.stringify(log)}\n`);
  saveFile('logs.ndjson', new Blob(lines, { type: 'application/x-ndjson' }));
}
