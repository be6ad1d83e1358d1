import { useEffect, useState } from 'preact/hooks';
import type { LogQuery, LogRecord } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { type Loaded, useLoad } from '../api/use-load.ts';
import { useEvents } from '../live/events.ts';
import { matchesLog } from './log-query.ts';

/** As many as the page keeps; older ones are asked for when they are scrolled to. */
const kept = 5000;
const page = 500;

export interface Logs extends Loaded<readonly LogRecord[]> {
  /** Newest first. */
  readonly latest: readonly LogRecord[];
  /** There may be older ones in the store. */
  readonly more: boolean;
  loadOlder(): void;
}

export function useLogs(query: LogQuery): Logs {
  const key = `logs ${JSON.stringify(query)}`;
  const answer = useLoad(key, (signal) => api.logs(query, signal));
  const [latest, setLatest] = useState<readonly LogRecord[]>([]);
  const [more, setMore] = useState(false);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    setLatest((answer.value ?? []).toSorted(newestFirst));
    setMore((answer.value ?? []).length >= page);
  }, [answer.value]);
  useEvents('logs', ({ logs }) => {
    const found = logs.filter((log) => matchesLog(log, query));
    if (found.length > 0) setLatest((earlier) => mergeLogs(earlier, found));
  });
  function loadOlder(): void {
    const before = latest.reduce((least, { sequence }) => Math.min(least, sequence), Number.POSITIVE_INFINITY);
    if (asking || !more || latest.length >= kept) return;
    setAsking(true);
    api
      .logs({ ...query, before })
      .then((older) => {
        setLatest((earlier) => mergeLogs(earlier, older));
        setMore(older.length >= page);
      })
      .catch(() => setMore(false))
      .finally(() => setAsking(false));
  }
  return { ...answer, latest, more, loadOlder };
}

/** Newest first; a record that is there already is not added again. */
export function mergeLogs(earlier: readonly LogRecord[], added: readonly LogRecord[]): readonly LogRecord[] {
  const known = new Set(earlier.map(({ sequence }) => sequence));
  const fresh = added.filter(({ sequence }) => !known.has(sequence));
  if (fresh.length === 0) return earlier;
  return [...fresh, ...earlier].toSorted(newestFirst).slice(0, kept);
}

/** By the time of writing: services send in batches, so that the order of arrival is not that of what happened. */
function newestFirst(one: LogRecord, other: LogRecord): number {
  return other.at - one.at || other.sequence - one.sequence;
}
