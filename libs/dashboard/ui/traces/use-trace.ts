import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Trace } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { type Loaded, useLoad } from '../api/use-load.ts';
import { useEvents } from '../live/events.ts';
import { buildWaterfall, type Waterfall } from './build-waterfall.ts';
import { findCriticalPath, type Interval } from './critical-path.ts';

export interface LoadedTrace {
  readonly trace: Trace;
  readonly waterfall: Waterfall;
  readonly critical: ReadonlyMap<number, readonly Interval[]>;
}

const patience = 400;

/** A trace with its waterfall; spans that arrive later are merged in. */
export function useTrace(traceId: string): Loaded<Trace> & { readonly loaded: LoadedTrace | undefined } {
  const answer = useLoad(`trace ${traceId}`, (signal) => api.trace(traceId, signal));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEvents('traces', ({ traces }) => {
    if (!traces.some((one) => one.traceId === traceId)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(answer.reload, patience);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const trace = answer.value;
  const loaded = useMemo(() => {
    if (trace === undefined) return undefined;
    const waterfall = buildWaterfall(trace);
    return { trace, waterfall, critical: findCriticalPath(waterfall.rows) };
  }, [trace]);
  return { ...answer, loaded };
}
