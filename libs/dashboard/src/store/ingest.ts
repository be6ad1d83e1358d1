import type { OtlpBatches } from '../otlp/otlp-data.ts';
import type { History } from './history.ts';
import { samplesOf } from './metric-samples.ts';
import type { NumberSample } from './number-memory.ts';
import { noteService, type StoreParts } from './store-parts.ts';
import { storeLog } from './stored-log.ts';
import { type StoredSpan, storeSpan } from './stored-span.ts';
import { keepText } from './trim-attributes.ts';

export interface IngestSink extends StoreParts {
  readonly history: History;
}

export interface IngestResult {
  readonly accepted: number;
  readonly rejected: number;
  /** Why some were rejected. */
  readonly message?: string;
}

/** Spans that are there already count as accepted: their sender tried again. */
export function ingestTraces(parts: IngestSink, groups: OtlpBatches['traces']): IngestResult {
  const { pool, resources, traces } = parts;
  let [accepted, invalid, refused] = [0, 0, 0];
  for (const group of groups) {
    const origin = { resource: resources.find(group.resource), scope: keepText(group.scope, pool, 255), pool };
    for (const record of group.records) {
      const span = storeSpan(record, origin);
      if (span === null) {
        invalid += 1;
        continue;
      }
      const outcome = traces.add(span);
      if (outcome === 'refused') refused += 1;
      else accepted += 1;
      if (outcome === 'added') observeSpan(parts, span);
    }
    if (group.records.length > 0) noteService(parts, origin.resource.service);
  }
  if (invalid > 0) traces.refuse(invalid);
  return result(accepted, [
    [invalid, 'without a valid trace or span id'],
    [refused, 'of a trace that is too large'],
  ]);
}

export function ingestLogs(parts: IngestSink, groups: OtlpBatches['logs']): IngestResult {
  const { pool, resources, logs, changes, sequence } = parts;
  const now = parts.now();
  let [accepted, refused] = [0, 0];
  for (const group of groups) {
    const scope = keepText(group.scope, pool, 255);
    const resource = resources.find(group.resource);
    for (const record of group.records) {
      const log = storeLog(record, { resource, scope, pool, sequence: sequence.next(), now });
      if (logs.add(log) === 'refused') refused += 1;
      else {
        accepted += 1;
        changes.logAdded(log);
        parts.history.logAdded(log);
        parts.errors.observeLog(log);
      }
    }
    if (group.records.length > 0) noteService(parts, resource.service);
  }
  return result(accepted, [[refused, 'too large']]);
}

/** Points of metrics; one of a histogram or a summary is one point, however many numbers it has. */
export function ingestMetrics(parts: StoreParts, groups: OtlpBatches['metrics']): IngestResult {
  const { resources, numbers, changes } = parts;
  const now = parts.now();
  let [accepted, refused] = [0, 0];
  for (const group of groups) {
    const { service } = resources.find(group.resource);
    for (const metric of group.records) {
      for (const { at, samples } of samplesOf(metric)) {
        // All of them, also when one has no room.
        const taken = samples.map((sample) => numbers.record(service, at || now, sample));
        if (taken.every(Boolean)) accepted += 1;
        else refused += 1;
      }
    }
    if (group.records.length > 0) noteService(parts, service);
  }
  if (accepted > 0) changes.numbersChanged();
  return result(accepted, [[refused, 'of a series that there is no room for']]);
}

export function recordNumbers(
  { numbers, changes }: StoreParts,
  { service, at }: { readonly service: string; readonly at: number },
  samples: readonly NumberSample[],
): number {
  let refused = 0;
  for (const sample of samples) if (!numbers.record(service, at, sample)) refused += 1;
  if (samples.length > refused) changes.numbersChanged();
  return refused;
}

/** What is derived from a span, counted as it comes: it stays exact when the span is gone. */
function observeSpan({ changes, red, errors, map, history }: IngestSink, span: StoredSpan): void {
  changes.traceChanged(span.traceId);
  history.spanAdded(span);
  if (span.kind === 'server') {
    red.observe(span);
    errors.observeSpan(span);
  }
  map.observe(span);
}

function result(accepted: number, reasons: readonly (readonly [count: number, reason: string])[]): IngestResult {
  const said = reasons.filter(([count]) => count > 0);
  if (said.length === 0) return { accepted, rejected: 0 };
  const rejected = said.reduce((sum, [count]) => sum + count, 0);
  return { accepted, rejected, message: said.map(([count, reason]) => `${count} ${reason}`).join('; ') };
}
