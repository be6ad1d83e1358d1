import type { DatabaseSync } from 'node:sqlite';
import type { AttributeList } from '../otlp/otlp-data.ts';
import { type RowOrigin, readBucket, readErrorGroup, readLog, readSpans } from './history-rows.ts';
import type { Resource } from './resource-table.ts';
import type { StoreParts } from './store-parts.ts';
import { storeLog } from './stored-log.ts';
import { type StoredSpan, storeSpan } from './stored-span.ts';

/** Puts back into memory what the file holds. Nothing of it is counted or told a second time. */
export function restoreHistory(database: DatabaseSync, parts: StoreParts): void {
  const resources = restoreResources(database, parts);
  restoreSpans(database, parts, resources);
  restoreLogs(database, parts, resources);
  for (const row of database.prepare('SELECT kind, first, second, at, body FROM rates ORDER BY at').iterate()) {
    const rates = row.kind === 'edge' ? parts.map.edges : parts.red.rates;
    rates.restore(String(row.first), String(row.second), readBucket(Number(row.at), String(row.body)));
  }
  for (const { body } of database.prepare('SELECT body FROM errors ORDER BY last_seen').iterate())
    parts.errors.restore(readErrorGroup(String(body)));
  const last = database.prepare("SELECT value FROM facts WHERE name = 'sequence'").get();
  parts.sequence.continue(Number(last?.value ?? 0));
}

type FindResource = (key: string) => Resource;

function restoreResources(database: DatabaseSync, { resources }: StoreParts): FindResource {
  const byKey = new Map<string, Resource>();
  for (const { key, attributes } of database.prepare('SELECT key, attributes FROM resources').iterate())
    byKey.set(String(key), resources.find(JSON.parse(String(attributes)) as AttributeList));
  return (key) => byKey.get(key) ?? resources.find([]);
}

function restoreSpans(database: DatabaseSync, parts: StoreParts, findResource: FindResource): void {
  const { pool, traces, map, red } = parts;
  for (const row of database.prepare('SELECT trace_id, body FROM spans ORDER BY id').iterate()) {
    for (const record of readSpans(String(row.trace_id), String(row.body))) {
      const span = storeSpan(record, { ...originOf(record, findResource), pool });
      if (span === null || traces.add(span) !== 'added') continue;
      map.restore(span);
      if (span.kind === 'server') red.restore(span);
      noteTime(parts, span);
    }
  }
}

function restoreLogs(
  database: DatabaseSync,
  { pool, logs, sequence, now }: StoreParts,
  findResource: FindResource,
): void {
  for (const row of database.prepare('SELECT sequence, body FROM logs ORDER BY sequence').iterate()) {
    const record = readLog(String(row.body));
    const number = Number(row.sequence);
    logs.add(storeLog(record, { ...originOf(record, findResource), pool, sequence: number, now: now() }));
    sequence.continue(number);
  }
}

function originOf({ resource, scope }: RowOrigin, findResource: FindResource): { resource: Resource; scope: string } {
  return { resource: findResource(resource), scope };
}

function noteTime({ lastSeen }: StoreParts, { resource, startedAt, duration }: StoredSpan): void {
  const seen = lastSeen.get(resource.service) ?? 0;
  lastSeen.set(resource.service, Math.max(seen, startedAt + duration));
}
