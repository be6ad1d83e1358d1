import type { DatabaseSync } from 'node:sqlite';
import type { Signal } from '../otlp/otlp-data.ts';
import { type HistoryFileOptions, isCorrupt, messageOf, openHistoryFile, setAside } from './history-file.ts';
import { createHistoryWriter, type HistoryWriter } from './history-writer.ts';
import { restoreHistory } from './restore-history.ts';
import type { StoreParts } from './store-parts.ts';
import type { StoredLog } from './stored-log.ts';
import type { StoredSpan } from './stored-span.ts';

/** What outlives the process: written a moment later, so that nobody waits for the disk. */
export interface History {
  /** Undefined: in memory alone. */
  readonly file: string | undefined;
  spanAdded(span: StoredSpan): void;
  logAdded(log: StoredLog): void;
  cleared(signal: Signal | undefined): void;
  close(): void;
}

/** Reads the file into the parts, and follows them from then on. */
export function openHistory(parts: StoreParts, options: HistoryFileOptions | undefined): History {
  if (options === undefined) return noHistory;
  const database = openRestored(parts, options);
  if (database === undefined) return noHistory;
  const writer = createHistoryWriter({ database, parts, report: options.report });
  return follow(writer, options.file);
}

const noHistory: History = {
  file: undefined,
  spanAdded() {},
  logAdded() {},
  cleared() {},
  close() {},
};

function openRestored(parts: StoreParts, options: HistoryFileOptions): DatabaseSync | undefined {
  const database = openHistoryFile(options);
  if (database === undefined) return undefined;
  try {
    restoreHistory(database, parts);
    return database;
  } catch (error) {
    database.close();
    // What was read up to there stays in memory: it is whole, as far as it goes.
    const reason = isCorrupt(error) ? 'is damaged' : 'cannot be read';
    const aside = setAside(options.file, 'damaged');
    options.report(`${options.file} ${reason} (${messageOf(error)}); it is now ${aside}, and a new one was begun`);
    return openHistoryFile(options);
  }
}

const pause = 500;
/** Records that wait; with more of them it is written at once. */
const maximumWaiting = 10_000;

function follow(writer: HistoryWriter, file: string): History {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    writer.write();
  };
  const plan = (waiting: number): void => {
    if (waiting >= maximumWaiting) write();
    else timer ??= setTimeout(write, pause).unref();
  };
  return {
    get file() {
      return writer.isOpen() ? file : undefined;
    },
    spanAdded: (span) => plan(writer.takeSpan(span)),
    logAdded: (log) => plan(writer.takeLog(log)),
    cleared: (signal) => writer.clear(signal),
    close() {
      clearTimeout(timer);
      writer.close();
    },
  };
}
