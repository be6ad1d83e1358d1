import { useEffect, useRef, useState } from 'preact/hooks';
import type { TraceQuery, TraceSummary } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { type Loaded, useLoad } from '../api/use-load.ts';
import { useEvents } from '../live/events.ts';

const kept = 1000;
const patience = 1000;

/** The newest traces that a query finds, kept true. What the page cannot decide itself is asked for again, at most once a second. */
export function useTraces(
  query: TraceQuery,
): Loaded<readonly TraceSummary[]> & { readonly latest: readonly TraceSummary[] } {
  const key = `traces ${JSON.stringify(query)}`;
  const answer = useLoad(key, (signal) => api.traces(query, signal));
  const [merged, setMerged] = useState<readonly TraceSummary[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setMerged(answer.value ?? []), [answer.value]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [key],
  );
  useEvents('traces', ({ traces }) => {
    if (isPlain(query))
      setMerged((earlier) =>
        mergeTraces(
          earlier,
          traces.filter((trace) => matches(trace, query)),
        ),
      );
    else
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        answer.reload();
      }, patience);
  });
  return { ...answer, latest: merged };
}

/** The summary alone tells whether a trace is found. */
function isPlain({ operation, text, attribute }: TraceQuery): boolean {
  return operation === undefined && text === undefined && attribute === undefined;
}

function matches(trace: TraceSummary, { service, status, minDuration }: TraceQuery): boolean {
  if (service !== undefined && !trace.services.some(({ name }) => name === service)) return false;
  if (status !== undefined && (status === 'error') !== trace.errorCount > 0) return false;
  return trace.duration >= (minDuration ?? 0);
}

/** Newest first; a summary replaces the earlier one of its trace. */
export function mergeTraces(
  earlier: readonly TraceSummary[],
  changed: readonly TraceSummary[],
): readonly TraceSummary[] {
  if (changed.length === 0) return earlier;
  const ids = new Set(changed.map(({ traceId }) => traceId));
  return [...changed, ...earlier.filter(({ traceId }) => !ids.has(traceId))]
    .toSorted((one, other) => other.startedAt - one.startedAt)
    .slice(0, kept);
}
