import { type Changes, createChanges } from './changes.ts';
import { createErrorGroups, type ErrorGroups } from './error-groups.ts';
import { createLogMemory, type LogMemory } from './log-memory.ts';
import { createNumberMemory, type NumberMemory } from './number-memory.ts';
import { createRed, type Red } from './red.ts';
import { createResourceTable, type ResourceTable } from './resource-table.ts';
import { createMapMemory, type MapMemory } from './service-map.ts';
import type { StoredSpan } from './stored-span.ts';
import { createTextPool, type TextPool } from './text-pool.ts';
import { createTraceMemory, type TraceMemory } from './trace-memory.ts';

export interface StorePartsOptions {
  readonly maximumBytes?: Partial<Record<'traces' | 'logs' | 'metrics', number>>;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** The parts that records go through. */
export interface StoreParts {
  readonly pool: TextPool;
  readonly resources: ResourceTable;
  readonly traces: TraceMemory;
  readonly logs: LogMemory;
  readonly red: Red;
  readonly errors: ErrorGroups;
  readonly map: MapMemory;
  readonly numbers: NumberMemory;
  readonly changes: Changes;
  /** When a service sent something last. */
  readonly lastSeen: Map<string, number>;
  readonly now: () => number;
  readonly sequence: Sequence;
}

/** Numbers of log records. */
export interface Sequence {
  next(): number;
  last(): number;
  /** Goes on after this one. */
  continue(last: number): void;
}

const mebibyte = 1024 * 1024;
const poolBytes = 4 * mebibyte;

export function createStoreParts({ maximumBytes = {}, now = Date.now }: StorePartsOptions): StoreParts {
  const pool = createTextPool(poolBytes);
  const resources = createResourceTable(pool);
  const traces = createTraceMemory({ maximumBytes: maximumBytes.traces ?? 64 * mebibyte, resources });
  const red = createRed(now);
  const lastSeen = new Map<string, number>();
  return {
    pool,
    resources,
    traces,
    logs: createLogMemory({ maximumBytes: maximumBytes.logs ?? 32 * mebibyte, resources }),
    red,
    errors: createErrorGroups(),
    map: createMapMemory({
      now,
      served: red.rates,
      services: lastSeen,
      serviceOf: (traceId, spanId) => findSpan(traces, traceId, spanId)?.resource.service,
    }),
    numbers: createNumberMemory({ maximumBytes: maximumBytes.metrics ?? 16 * mebibyte, now }),
    changes: createChanges(traces),
    lastSeen,
    now,
    sequence: createSequence(),
  };
}

const maximumServices = 2_000;

/** The one that was heard last is last. */
export function noteService({ lastSeen, now }: StoreParts, service: string): void {
  lastSeen.delete(service);
  lastSeen.set(service, now());
  if (lastSeen.size > maximumServices) lastSeen.delete(lastSeen.keys().next().value ?? '');
}

/** Among the first spans of a trace: one that has many is not searched to its end. */
function findSpan(traces: TraceMemory, traceId: string, spanId: string): StoredSpan | undefined {
  return traces
    .find(traceId)
    ?.spans.slice(0, 500)
    .find((span) => span.spanId === spanId);
}

function createSequence(): Sequence {
  let last = 0;
  return {
    next() {
      last += 1;
      return last;
    },
    last: () => last,
    continue(other) {
      last = Math.max(last, other);
    },
  };
}
