import type { SignalState } from '../api/telemetry.ts';
import type { ResourceTable } from './resource-table.ts';
import type { StoredSpan } from './stored-span.ts';

/** The spans of one trace, in the order in which they arrived. */
export interface StoredTrace {
  readonly traceId: string;
  /** Grows by one with each trace. */
  readonly arrival: number;
  readonly spans: StoredSpan[];
  /** Of the ids of its spans, once there are many. */
  ids: Set<string> | undefined;
  root: StoredSpan | undefined;
  /** The span that began first. */
  first: StoredSpan;
  endedAt: number;
  errorCount: number;
  bytes: number;
  /** Spans that were dropped for want of room. */
  dropped: number;
}

export interface TraceMemory {
  /** `duplicate`: it is there already, an export that was tried again; `refused`: there is no room for it. */
  add(span: StoredSpan): 'added' | 'duplicate' | 'refused';
  find(traceId: string): StoredTrace | undefined;
  /** By the start of the trace, newest first. */
  newestFirst(): Iterable<StoredTrace>;
  all(): Iterable<StoredTrace>;
  /** Told of each trace that had to leave. */
  watch(evicted: (traceId: string) => void): void;
  state(): SignalState;
  refuse(count: number): void;
  clear(): void;
}

/** Beyond this many spans a trace has a set of their ids. */
const manySpans = 24;
/** A set's entry. */
const idBytes = 32;
const traceBytes = 320;
const maximumGone = 10_000;

interface Options {
  readonly maximumBytes: number;
  readonly resources: ResourceTable;
}

/** Whole traces leave, the one that came first first. */
export function createTraceMemory({ maximumBytes, resources }: Options): TraceMemory {
  const traces = new Map<string, StoredTrace>();
  /** Those that had to leave are taken out from time to time. */
  let byStart: StoredTrace[] = [];
  let isSorted = true;
  let arrivals = 0;
  /** Traces that had to leave, and how many spans they had. */
  const gone = new Map<string, number>();
  let [count, bytes, overwritten, refused] = [0, 0, 0, 0];
  let tellEvicted: (traceId: string) => void = () => undefined;

  /** Another one of the same id may have come since. */
  const isHere = (trace: StoredTrace): boolean => traces.get(trace.traceId) === trace;

  function open(span: StoredSpan): StoredTrace {
    arrivals += 1;
    const trace: StoredTrace = {
      traceId: span.traceId,
      arrival: arrivals,
      spans: [],
      ids: undefined,
      root: undefined,
      first: span,
      endedAt: 0,
      errorCount: 0,
      bytes: 0,
      dropped: gone.get(span.traceId) ?? 0,
    };
    traces.set(span.traceId, trace);
    if (byStart.length > 0 && (byStart[byStart.length - 1] as StoredTrace).first.startedAt > span.startedAt)
      isSorted = false;
    byStart.push(trace);
    bytes += traceBytes;
    return trace;
  }

  function evict(trace: StoredTrace): void {
    traces.delete(trace.traceId);
    for (const { resource } of trace.spans) resources.release(resource);
    count -= trace.spans.length;
    bytes -= trace.bytes + traceBytes;
    overwritten += trace.spans.length;
    if (gone.size >= maximumGone) for (const id of gone.keys()) if (gone.delete(id)) break;
    gone.set(trace.traceId, trace.dropped + trace.spans.length);
    const goneInList = byStart.length - traces.size;
    if (goneInList > 1_000 && goneInList > byStart.length / 2) byStart = byStart.filter(isHere);
    tellEvicted(trace.traceId);
  }

  function makeRoom(keep: StoredTrace): void {
    for (const trace of traces.values()) {
      if (bytes + resources.bytes <= maximumBytes) return;
      if (trace !== keep) evict(trace);
    }
  }

  return {
    add(span) {
      const known = traces.get(span.traceId);
      if (known !== undefined && hasSpan(known, span.spanId)) return 'duplicate';
      // One trace alone may take half of the room.
      if ((known?.bytes ?? 0) + span.bytes > maximumBytes / 2) {
        if (known !== undefined) known.dropped += 1;
        refused += 1;
        return 'refused';
      }
      const trace = known ?? open(span);
      const added = append(trace, span);
      if (known !== undefined && trace.first === span) isSorted = false;
      resources.hold(span.resource);
      count += 1;
      bytes += added;
      if (bytes + resources.bytes > maximumBytes) makeRoom(trace);
      return 'added';
    },
    find: (traceId) => traces.get(traceId),
    *newestFirst() {
      if (!isSorted) byStart.sort((a, b) => a.first.startedAt - b.first.startedAt || a.arrival - b.arrival);
      isSorted = true;
      for (let index = byStart.length - 1; index >= 0; index -= 1) {
        const trace = byStart[index];
        if (trace !== undefined && isHere(trace)) yield trace;
      }
    },
    all: () => traces.values(),
    watch(evicted) {
      tellEvicted = evicted;
    },
    state: () => ({ count, bytes: bytes + resources.bytes, maximumBytes, dropped: { overwritten, refused } }),
    refuse(number) {
      refused += number;
    },
    clear() {
      for (const trace of traces.values()) for (const { resource } of trace.spans) resources.release(resource);
      traces.clear();
      gone.clear();
      byStart = [];
      [count, bytes] = [0, 0];
    },
  };
}

function hasSpan(trace: StoredTrace, spanId: string): boolean {
  if (trace.ids !== undefined) return trace.ids.has(spanId);
  for (const span of trace.spans) if (span.spanId === spanId) return true;
  return false;
}

/** Returns the bytes that it took. */
function append(trace: StoredTrace, span: StoredSpan): number {
  let bytes = span.bytes;
  trace.spans.push(span);
  if (trace.ids !== undefined) {
    trace.ids.add(span.spanId);
    bytes += idBytes;
  } else if (trace.spans.length > manySpans) {
    trace.ids = new Set(trace.spans.map(({ spanId }) => spanId));
    bytes += idBytes * trace.spans.length;
  }
  if (span.startedAt < trace.first.startedAt) trace.first = span;
  if (span.parentSpanId === '' && (trace.root === undefined || span.startedAt < trace.root.startedAt))
    trace.root = span;
  trace.endedAt = Math.max(trace.endedAt, span.startedAt + span.duration);
  if (span.status === 'error') trace.errorCount += 1;
  trace.bytes += bytes;
  return bytes;
}
