import { useEffect, useRef } from 'preact/hooks';
import type { DashboardEvent, DashboardEventType } from '../../src/api/events.ts';
import { type Loaded, useLoad } from '../api/use-load.ts';
import { onEvent } from './events.ts';

/** Events after which an answer may be old, and how long it may stay so. */
export interface Staleness {
  readonly events: readonly DashboardEventType[];
  /** Milliseconds between two questions; default 2,000. */
  readonly pause?: number;
  /** Only events that this accepts. */
  readonly when?: (event: DashboardEvent) => boolean;
}

/** `useLoad` that asks again after events; not while the page is hidden. */
export function useLiveLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>, stale: Staleness): Loaded<T> {
  const loaded = useLoad(key, load);
  const latest = useRef({ stale, reload: loaded.reload });
  latest.current = { stale, reload: loaded.reload };
  const types = stale.events.join();
  useEffect(() => {
    if (key === '') return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function ask(): void {
      timer = undefined;
      if (document.visibilityState === 'visible') latest.current.reload();
    }
    function note(event: DashboardEvent): void {
      const { when, pause = 2000 } = latest.current.stale;
      if (when?.(event) === false) return;
      timer ??= setTimeout(ask, pause);
    }
    const ends = types.split(',').map((type) => onEvent(type as DashboardEventType, note)); // joined from such above
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', ask);
      for (const end of ends) end();
    };
  }, [key, types]);
  return loaded;
}
