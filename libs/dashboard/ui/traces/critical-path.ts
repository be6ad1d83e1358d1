import { endOf, type WaterfallRow } from './build-waterfall.ts';

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** How much time intervals take that do not overlap. */
export function totalOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0);
}

/**
 * What the caller waited for: going back from the end of the longest root, the child that ended last, and between children the span itself.
 * By row, in no order; spans that are not on the path have no entry.
 */
export function findCriticalPath(rows: readonly WaterfallRow[]): ReadonlyMap<number, readonly Interval[]> {
  const found = new Map<number, Interval[]>();
  const add = (index: number, from: number, to: number): void => {
    if (to <= from) return;
    const intervals = found.get(index);
    if (intervals === undefined) found.set(index, [{ from, to }]);
    else intervals.push({ from, to });
  };
  const longest = longestRoot(rows);
  const stack = longest === undefined ? [] : [longest];
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    const row = rows[task.index];
    if (row === undefined) continue;
    let until = Math.min(task.until, endOf(row.span));
    const children = row.children.flatMap((index) => {
      const child = rows[index];
      return child === undefined || child.callee !== undefined ? [] : [{ index, span: child.span }];
    });
    for (const { index, span } of children.toSorted((one, other) => endOf(other.span) - endOf(one.span))) {
      const end = Math.min(endOf(span), until);
      const from = Math.max(span.startedAt, row.span.startedAt);
      if (from >= end) continue;
      add(task.index, end, until);
      stack.push({ index, until: end });
      until = from;
    }
    add(task.index, row.span.startedAt, until);
  }
  return found;
}

function longestRoot(rows: readonly WaterfallRow[]): { readonly index: number; readonly until: number } | undefined {
  let best: { readonly index: number; readonly until: number } | undefined;
  let duration = -1;
  for (const [index, { depth, span }] of rows.entries()) {
    if (depth !== 0 || span.duration <= duration) continue;
    duration = span.duration;
    best = { index, until: endOf(span) };
  }
  return best;
}

/** Parts of a row in which none of its children ran: its own work, or a gap nobody measured. */
export function ownTime(row: WaterfallRow, rows: readonly WaterfallRow[]): readonly Interval[] {
  const from = row.span.startedAt;
  const to = endOf(row.span);
  const covered = row.children
    .flatMap((index) => {
      const child = rows[index];
      return child === undefined || child.callee !== undefined ? [] : [child.span];
    })
    .map((span) => ({ from: Math.max(from, span.startedAt), to: Math.min(to, endOf(span)) }))
    .filter((interval) => interval.to > interval.from)
    .toSorted((one, other) => one.from - other.from);
  const own: Interval[] = [];
  let at = from;
  for (const interval of covered) {
    if (interval.from > at) own.push({ from: at, to: interval.from });
    at = Math.max(at, interval.to);
  }
  if (at < to) own.push({ from: at, to });
  return own;
}
