import { useMemo } from 'preact/hooks';
import type { Trace } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import type { Loaded } from '../api/use-load.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { buildWaterfall, type Waterfall } from './build-waterfall.ts';
import { findCriticalPath, type Interval } from './critical-path.ts';

export interface LoadedTrace {
  readonly trace: Trace;
  readonly waterfall: Waterfall;
  readonly critical: ReadonlyMap<number, readonly Interval[]>;
}

/** A trace with its waterfall; spans that arrive later are merged in. */
export function useTrace(traceId: string): Loaded<Trace> & { readonly loaded: LoadedTrace | undefined } {
  const answer = useLiveLoad(`trace ${traceId}`, (signal) => api.trace(traceId, signal), {
    events: ['traces'],
    pause: 400,
    when: (event) => event.type === 'traces' && event.traces.some((one) => one.traceId === traceId),
  });
  const trace = answer.value;
  const loaded = useMemo(() => {
    if (trace === undefined) return undefined;
    const waterfall = buildWaterfall(trace);
    return { trace, waterfall, critical: findCriticalPath(waterfall.rows) };
  }, [trace]);
  return { ...answer, loaded };
}
