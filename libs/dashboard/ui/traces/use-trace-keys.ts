import { nextIndex } from '../parts/focus-row.ts';
import { navigate } from '../router/location.ts';
import { useKeys } from '../shell/keys.ts';
import type { Waterfall, WaterfallRow } from './build-waterfall.ts';
import { pan, type TimeWindow, wholeTrace, zoom } from './time-window.ts';

export interface TraceState {
  readonly waterfall: Waterfall;
  /** Rows that are not folded away. */
  readonly rows: readonly WaterfallRow[];
  readonly matches: ReadonlySet<string>;
  readonly selected: WaterfallRow | undefined;
  readonly shown: TimeWindow;
  readonly folded: ReadonlySet<string>;
  choose(row: WaterfallRow | undefined): void;
  fold(row: WaterfallRow): void;
  setShown(shown: TimeWindow): void;
  setFolded(folded: ReadonlySet<string>): void;
}

export function useTraceKeys(state: TraceState): void {
  const { waterfall, rows, matches, selected, shown, folded } = state;
  const move = (key: string) => () => {
    const next = nextIndex(key, selected === undefined ? -1 : rows.indexOf(selected), rows.length);
    if (next !== undefined) state.choose(rows[next]);
  };
  const open = (wanted: boolean) => () => {
    if (selected === undefined) return;
    const isOpen = selected.children.length > 0 && !folded.has(selected.key);
    if (isOpen !== wanted && selected.children.length > 0) state.fold(selected);
    else if (!wanted && selected.parent !== undefined) state.choose(waterfall.rows[selected.parent]);
    else if (wanted && isOpen) move('ArrowDown')();
  };
  const failed = ({ span, callee }: WaterfallRow) => span.status === 'error' && callee === undefined;
  useKeys('Trace', [
    { keys: 'j', title: 'Next span', run: move('j') },
    { keys: 'k', title: 'Span before', run: move('k') },
    { keys: 'ArrowDown', title: 'Next span', run: move('ArrowDown') },
    { keys: 'ArrowUp', title: 'Span before', run: move('ArrowUp') },
    { keys: 'ArrowRight', title: 'Unfold', run: open(true) },
    { keys: 'ArrowLeft', title: 'Fold, or to the parent', run: open(false) },
    { keys: 'e', title: 'Next error', run: () => state.choose(nextOf(state, failed)) },
    { keys: 'E', title: 'Error before', run: () => state.choose(nextOf(state, failed, -1)) },
    { keys: 'n', title: 'Next found span', run: () => state.choose(nextOf(state, ({ key }) => matches.has(key))) },
    { keys: '+', title: 'Zoom in', run: () => state.setShown(zoom(shown, 0.5, middle(state))) },
    { keys: '-', title: 'Zoom out', run: () => state.setShown(zoom(shown, 2, middle(state))) },
    { keys: '0', title: 'Whole trace', run: () => state.setShown(wholeTrace) },
    { keys: ',', title: 'Earlier', run: () => state.setShown(pan(shown, -0.25)) },
    { keys: '.', title: 'Later', run: () => state.setShown(pan(shown, 0.25)) },
    { keys: 'c', title: 'Fold all, or none', run: () => state.setFolded(foldAll(state)) },
    {
      keys: 'Escape',
      title: 'Close the span, then the trace',
      run: () => (selected === undefined ? navigate('/traces') : state.choose(undefined)),
    },
  ]);
}

/** The next row after the selected one that fits, around the end. */
export function nextOf(
  { waterfall, selected }: Pick<TraceState, 'waterfall' | 'selected'>,
  fits: (row: WaterfallRow) => boolean,
  step: 1 | -1 = 1,
): WaterfallRow | undefined {
  const all = waterfall.rows;
  const start = selected === undefined ? (step === 1 ? -1 : all.length) : all.indexOf(selected);
  for (let way = 1; way <= all.length; way += 1) {
    const row = all[(start + step * way + 2 * all.length) % all.length];
    if (row !== undefined && fits(row)) return row;
  }
  return selected;
}

/** Of the selected span, as a share of the trace; undefined: it is not in sight. */
function middle({ waterfall, selected, shown }: TraceState): number | undefined {
  if (selected === undefined) return undefined;
  const { startedAt, duration } = selected.span;
  const place = (startedAt + duration / 2 - waterfall.startedAt) / Math.max(waterfall.duration, Number.EPSILON);
  return place >= shown.from && place <= shown.to ? place : undefined;
}

function foldAll({ waterfall, folded }: TraceState): ReadonlySet<string> {
  if (folded.size > 0) return new Set();
  return new Set(
    waterfall.rows.filter(({ children, depth }) => children.length > 0 && depth > 0).map(({ key }) => key),
  );
}
