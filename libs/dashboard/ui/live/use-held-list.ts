import { useCallback, useMemo, useRef, useState } from 'preact/hooks';

export interface HeldList<T> {
  /** What is shown: stands still while it is held. */
  readonly rows: readonly T[];
  /** How many came since it is held. */
  readonly fresh: number;
  readonly paused: boolean;
  setPaused(paused: boolean): void;
  /** The reader scrolled away from the newest, or back to them. */
  setAway(away: boolean): void;
}

/** Holds a live list (newest first) still: while it is paused, or the reader is not at its head, so that nothing moves away from under the eyes. */
export function useHeldList<T>(latest: readonly T[], keyOf: (row: T) => string): HeldList<T> {
  const [paused, setPaused] = useState(false);
  const [away, setAway] = useState(false);
  const shown = useRef(latest);
  const held = paused || away;
  const rows = useMemo(
    () => (held && shown.current.length > 0 ? holdRows(shown.current, latest, keyOf) : latest),
    [held, latest, keyOf],
  );
  shown.current = rows;
  const fresh = Math.max(0, latest.length - rows.length);
  const release = useCallback((next: boolean) => {
    setPaused(next);
    if (!next) setAway(false);
  }, []);
  return { rows, fresh, paused, setPaused: release, setAway };
}

/** Of the latest rows those that are shown already, as they are now, and older ones that were asked for: nothing moves. */
export function holdRows<T>(shown: readonly T[], latest: readonly T[], keyOf: (row: T) => string): readonly T[] {
  const known = new Set(shown.map(keyOf));
  const last = latest.findLastIndex((row) => known.has(keyOf(row)));
  if (last < 0) return shown;
  return latest.filter((row, index) => index > last || known.has(keyOf(row)));
}
