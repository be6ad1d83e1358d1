import { createHash } from 'node:crypto';
import type { ErrorGroup } from '../api/telemetry.ts';
import { describeFailedSpan, describeFailureLog, type Failure } from './describe-failure.ts';
import type { StoredLog } from './stored-log.ts';
import type { StoredSpan } from './stored-span.ts';

/** Failures of the same kind as one. */
export interface ErrorGroups {
  observeSpan(span: StoredSpan): void;
  observeLog(log: StoredLog): void;
  /** Newest last-seen first. */
  list(service?: string): readonly ErrorGroup[];
  restore(group: ErrorGroup): void;
  /** Groups that changed since it was asked last. */
  takeChanged(): readonly ErrorGroup[];
  clear(): void;
}

type Mutable<Shape> = { -readonly [Name in keyof Shape]: Shape[Name] };
type Violation = Mutable<ErrorGroup['violations'][number]>;

interface KeptGroup extends Mutable<Omit<ErrorGroup, 'violations' | 'samples'>> {
  readonly violations: Violation[];
  readonly samples: ErrorGroup['samples'][number][];
}

const maximumGroups = 500;
const maximumParts = 20;

export function createErrorGroups(): ErrorGroups {
  /** The one that failed last is last. */
  const groups = new Map<string, KeptGroup>();
  const changed = new Set<string>();

  function observe(failure: Failure | undefined): void {
    if (failure === undefined) return;
    const id = idOf(failure);
    const group = groups.get(id) ?? openGroup(id, failure);
    groups.delete(id);
    groups.set(id, group);
    if (groups.size > maximumGroups) for (const oldest of groups.keys()) if (groups.delete(oldest)) break;
    changed.add(id);
    addFailure(group, failure);
  }

  return {
    observeSpan: (span) => observe(describeFailedSpan(span)),
    observeLog: (log) => observe(describeFailureLog(log)),
    list: (service) =>
      [...groups.values()]
        .filter((group) => service === undefined || group.service === service)
        .sort((a, b) => b.lastSeen - a.lastSeen)
        .map(showGroup),
    restore(group) {
      groups.set(group.id, {
        ...group,
        violations: group.violations.map((one) => ({ ...one })),
        samples: [...group.samples],
      });
    },
    takeChanged() {
      const list = [...changed].flatMap((id) => groups.get(id) ?? []).map(showGroup);
      changed.clear();
      return list;
    },
    clear() {
      groups.clear();
      changed.clear();
    },
  };
}

function idOf({ service, operation, type, status, kind, frame, pattern }: Failure): string {
  const parts = JSON.stringify([service, operation, type, status ?? 0, kind, frame ?? '', pattern]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 16);
}

function openGroup(id: string, { service, operation, type, status, kind, frame, message, at }: Failure): KeptGroup {
  return {
    id,
    service,
    operation,
    type,
    ...(status === undefined ? {} : { status }),
    message,
    ...(frame === undefined ? {} : { frame }),
    violations: [],
    kind,
    count: 0,
    firstSeen: at,
    lastSeen: at,
    samples: [],
  };
}

function addFailure(group: KeptGroup, { at, message, traceId, spanId, violations }: Failure): void {
  group.count += 1;
  group.firstSeen = Math.min(group.firstSeen, at);
  if (at >= group.lastSeen) {
    group.lastSeen = at;
    group.message = message;
  }
  if (traceId !== '') group.samples.unshift({ traceId, spanId, at });
  group.samples.length = Math.min(group.samples.length, maximumParts);
  for (const violation of violations) {
    const known = group.violations.find(
      (one) => one.in === violation.in && one.pointer === violation.pointer && one.keyword === violation.keyword,
    );
    if (known !== undefined) known.count += 1;
    else if (group.violations.length < maximumParts) group.violations.push({ ...violation, count: 1 });
  }
}

function showGroup(group: KeptGroup): ErrorGroup {
  const violations = group.violations.map((violation) => ({ ...violation })).sort((a, b) => b.count - a.count);
  return { ...group, violations, samples: [...group.samples] };
}
