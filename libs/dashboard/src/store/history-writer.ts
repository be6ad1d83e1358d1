import type { DatabaseSync } from 'node:sqlite';
import type { Signal } from '../otlp/otlp-data.ts';
import { isFull, messageOf } from './history-file.ts';
import { writeBucket, writeErrorGroup, writeLog, writeSpans } from './history-rows.ts';
import { maximumAge, type Rates } from './rates.ts';
import type { StoreParts } from './store-parts.ts';
import type { StoredLog } from './stored-log.ts';
import type { StoredSpan } from './stored-span.ts';

export interface HistoryWriter {
  /** Both return how many records wait. */
  takeSpan(span: StoredSpan): number;
  takeLog(log: StoredLog): number;
  /** All that waits, in one transaction. A file that cannot be written to any more is given up, which is reported. */
  write(): void;
  clear(signal: Signal | undefined): void;
  isOpen(): boolean;
  close(): void;
}

interface Options {
  readonly database: DatabaseSync;
  readonly parts: StoreParts;
  readonly report: (message: string) => void;
}

type Statements = ReturnType<typeof prepareStatements>;

const tablesOf: Readonly<Record<Signal, readonly string[]>> = {
  traces: ['spans', 'rates', 'errors'],
  logs: ['logs'],
  metrics: [],
};
const maximumErrors = 500;
const maximumResources = 5_000;
const sweepEvery = 60_000;

export function createHistoryWriter({ database, parts, report }: Options): HistoryWriter {
  const statements = prepareStatements(database);
  const writtenResources = new Set<string>();
  let spans: StoredSpan[] = [];
  let logs: StoredLog[] = [];
  let evicted = new Set<string>();
  let sweptAt = 0;
  parts.traces.watch((traceId) => evicted.add(traceId));

  function transact(run: () => void): void {
    if (!database.isOpen) return;
    try {
      database.exec('BEGIN');
      run();
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  function writeAll(): void {
    for (const { resource } of [...spans, ...logs]) {
      if (writtenResources.has(resource.key)) continue;
      if (writtenResources.size >= maximumResources) writtenResources.clear();
      writtenResources.add(resource.key);
      statements.resource.run(resource.key, JSON.stringify(resource.attributes));
    }
    for (const traceId of evicted) statements.dropTrace.run(traceId);
    for (const [traceId, ofTrace] of Map.groupBy(spans, (span) => span.traceId)) {
      const kept = stillKept(ofTrace, parts.traces.find(traceId)?.spans ?? [], evicted.has(traceId));
      if (kept.length > 0) statements.spans.run(traceId, writeSpans(kept));
    }
    for (const log of logs) statements.log.run(log.sequence, writeLog(log));
    statements.dropLogs.run(parts.logs.firstSequence() ?? parts.sequence.last() + 1);
    writeRates(statements, 'red', parts.red.rates);
    writeRates(statements, 'edge', parts.map.edges);
    if (parts.now() - sweptAt > sweepEvery) {
      sweptAt = parts.now();
      statements.dropRates.run(sweptAt - maximumAge);
      statements.dropErrors.run(maximumErrors);
    }
    for (const group of parts.errors.takeChanged())
      statements.error.run(group.id, group.lastSeen, writeErrorGroup(group));
    statements.sequence.run(parts.sequence.last());
  }

  function write(): void {
    try {
      transact(writeAll);
    } catch (error) {
      if (isFull(error) && makeRoom()) return;
      report(`History is kept in memory alone from now on: ${messageOf(error)}`);
      if (database.isOpen) database.close();
    } finally {
      spans = [];
      logs = [];
      evicted = new Set();
    }
  }

  /** The older half of the records goes, those that waited are lost. */
  function makeRoom(): boolean {
    try {
      transact(() => {
        database.exec('DELETE FROM spans WHERE id <= (SELECT (min(id) + max(id)) / 2 FROM spans)');
        database.exec('DELETE FROM logs WHERE sequence <= (SELECT (min(sequence) + max(sequence)) / 2 FROM logs)');
      });
      return true;
    } catch {
      return false;
    }
  }

  return {
    takeSpan: (span) => spans.push(span) + logs.length,
    takeLog: (log) => logs.push(log) + spans.length,
    write,
    clear(signal) {
      const names = signal === undefined ? Object.values(tablesOf).flat() : tablesOf[signal];
      if (names.includes('spans')) spans = [];
      if (names.includes('logs')) logs = [];
      transact(() => {
        for (const name of names) database.exec(`DELETE FROM ${name}`);
      });
      if (database.isOpen) database.exec('PRAGMA incremental_vacuum');
    },
    isOpen: () => database.isOpen,
    close() {
      write();
      if (database.isOpen) database.close();
    },
  };
}

/** What left memory before it was written is not written any more. */
function stillKept(spans: StoredSpan[], inMemory: readonly StoredSpan[], wasEvicted: boolean): readonly StoredSpan[] {
  if (inMemory.length === 0) return [];
  if (!wasEvicted) return spans;
  const kept = new Set(inMemory);
  return spans.filter((span) => kept.has(span));
}

function prepareStatements(database: DatabaseSync) {
  return {
    resource: database.prepare('INSERT OR REPLACE INTO resources (key, attributes) VALUES (?, ?)'),
    spans: database.prepare('INSERT INTO spans (trace_id, body) VALUES (?, ?)'),
    dropTrace: database.prepare('DELETE FROM spans WHERE trace_id = ?'),
    log: database.prepare('INSERT OR REPLACE INTO logs (sequence, body) VALUES (?, ?)'),
    dropLogs: database.prepare('DELETE FROM logs WHERE sequence < ?'),
    rate: database.prepare('INSERT OR REPLACE INTO rates (kind, first, second, at, body) VALUES (?, ?, ?, ?, ?)'),
    dropRates: database.prepare('DELETE FROM rates WHERE at < ?'),
    error: database.prepare('INSERT OR REPLACE INTO errors (id, last_seen, body) VALUES (?, ?, ?)'),
    dropErrors: database.prepare(
      'DELETE FROM errors WHERE id IN (SELECT id FROM errors ORDER BY last_seen DESC LIMIT -1 OFFSET ?)',
    ),
    sequence: database.prepare("INSERT OR REPLACE INTO facts (name, value) VALUES ('sequence', ?)"),
  };
}

/** Buckets that changed; they are the newest ones but for late records. */
function writeRates(statements: Statements, kind: string, rates: Rates): void {
  for (const { first, second, buckets } of rates.all()) {
    for (const bucket of buckets) {
      if (!bucket.isDirty) continue;
      statements.rate.run(kind, first, second, bucket.at, writeBucket(bucket));
      bucket.isDirty = false;
    }
  }
}
