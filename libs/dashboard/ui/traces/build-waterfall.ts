import type { Attributes, Span, Trace } from '../../src/api/telemetry.ts';

/** A span in its place. `rows` of a waterfall are in the order of a walk through the tree: a row's descendants are those up to `end`. */
export interface WaterfallRow {
  readonly key: string;
  /** Place in the whole list. */
  readonly index: number;
  readonly span: Span;
  readonly depth: number;
  /** Index after the last descendant. */
  readonly end: number;
  readonly children: readonly number[];
  readonly parent: number | undefined;
  /** Its parent never arrived. */
  readonly orphan: boolean;
  /** Began when its parent had ended. */
  readonly late: boolean;
  /** Failed spans among its descendants. */
  readonly failedBelow: number;
  /** A callee that sends no spans itself, known by the client span above: its name. */
  readonly callee?: string;
}

export interface Waterfall {
  readonly rows: readonly WaterfallRow[];
  readonly startedAt: number;
  readonly duration: number;
  readonly services: readonly { readonly name: string; readonly spans: number; readonly errors: number }[];
}

interface Place {
  readonly index: number;
  readonly depth: number;
  readonly parent: number | undefined;
  readonly orphan: boolean;
}

type Draft = Omit<WaterfallRow, 'end' | 'children' | 'failedBelow'> & {
  end: number;
  children: number[];
  failedBelow: number;
};

/** Orders the spans of a trace as a tree. Takes whatever arrived: no root, several, orphans, even circles. */
export function buildWaterfall({ spans }: Trace): Waterfall {
  const childrenOf = groupByParent(spans);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const rows: Draft[] = [];
  const seen = new Set<number>();
  const walkFrom = (roots: readonly Place[]): void => {
    const stack = roots.toReversed();
    for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
      const span = spans[place.index];
      if (span === undefined || seen.has(place.index)) continue;
      seen.add(place.index);
      const at = rows.length;
      rows.push(createRow(span, place, rows));
      const children = childrenOf.get(span.spanId) ?? [];
      for (const index of children.toReversed())
        stack.push({ index, depth: place.depth + 1, parent: at, orphan: false });
      const callee = children.length === 0 ? calleeOf(span) : undefined;
      if (callee !== undefined)
        rows.push(createCallee(span, { index: rows.length, parent: at, depth: place.depth + 1, callee }));
    }
  };
  const isRoot = ({ parentSpanId }: Span): boolean => parentSpanId === undefined || !ids.has(parentSpanId);
  walkFrom(placesOf(spans, isRoot));
  // What is left hangs together in a circle: it is shown from its earliest span on.
  walkFrom(placesOf(spans, () => true));
  return { ...finish(rows), ...extent(spans), services: countServices(spans) };
}

function placesOf(spans: readonly Span[], matches: (span: Span) => boolean): readonly Place[] {
  return spans.flatMap((span, index) =>
    matches(span) ? [{ index, depth: 0, parent: undefined, orphan: span.parentSpanId !== undefined }] : [],
  );
}

function groupByParent(spans: readonly Span[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { parentSpanId }] of spans.entries()) {
    if (parentSpanId === undefined) continue;
    const group = groups.get(parentSpanId);
    if (group === undefined) groups.set(parentSpanId, [index]);
    else group.push(index);
  }
  return groups;
}

function createRow(span: Span, { depth, parent, orphan }: Place, rows: readonly Draft[]): Draft {
  const above = parent === undefined ? undefined : rows[parent]?.span;
  const late = above !== undefined && span.startedAt >= endOf(above) && endOf(above) > above.startedAt;
  return {
    key: span.spanId,
    index: rows.length,
    span,
    depth,
    parent,
    orphan,
    late,
    end: 0,
    children: [],
    failedBelow: 0,
  };
}

function createCallee(
  span: Span,
  place: { readonly index: number; readonly parent: number; readonly depth: number; readonly callee: string },
): Draft {
  return {
    key: `${span.spanId}-callee`,
    span,
    ...place,
    orphan: false,
    late: false,
    end: 0,
    children: [],
    failedBelow: 0,
  };
}

/** Fills in what only the whole list tells: ends, children, failures below. From the last row to the first, without recursion. */
function finish(rows: readonly Draft[]): { readonly rows: readonly WaterfallRow[] } {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row === undefined) continue;
    row.end = Math.max(row.end, index + 1);
    row.children.reverse();
    const parent = row.parent === undefined ? undefined : rows[row.parent];
    if (parent === undefined) continue;
    parent.end = Math.max(parent.end, row.end);
    parent.children.push(index);
    parent.failedBelow += row.failedBelow + (row.span.status === 'error' && row.callee === undefined ? 1 : 0);
  }
  return { rows };
}

function extent(spans: readonly Span[]): { readonly startedAt: number; readonly duration: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    from = Math.min(from, span.startedAt);
    to = Math.max(to, endOf(span));
  }
  return spans.length === 0 ? { startedAt: 0, duration: 0 } : { startedAt: from, duration: to - from };
}

function countServices(spans: readonly Span[]): Waterfall['services'] {
  const counts = new Map<string, { name: string; spans: number; errors: number }>();
  for (const { service, status } of spans) {
    const count = counts.get(service) ?? { name: service, spans: 0, errors: 0 };
    count.spans += 1;
    if (status === 'error') count.errors += 1;
    counts.set(service, count);
  }
  return [...counts.values()].toSorted((one, other) => other.spans - one.spans);
}

export function endOf({ startedAt, duration }: Span): number {
  return startedAt + duration;
}

/** Who a client or producer span called, by OpenTelemetry's attributes. */
export function calleeOf({ kind, attributes }: Span): string | undefined {
  if (kind !== 'client' && kind !== 'producer') return undefined;
  const named =
    textOf(attributes, 'service.peer.name') ??
    textOf(attributes, 'peer.service') ??
    textOf(attributes, 'messaging.system');
  if (named !== undefined) return named;
  const system = textOf(attributes, 'db.system.name') ?? textOf(attributes, 'db.system');
  const database = textOf(attributes, 'db.namespace') ?? textOf(attributes, 'db.name');
  if (system !== undefined) return database === undefined ? system : `${system} ${database}`;
  const address = textOf(attributes, 'server.address');
  const port = textOf(attributes, 'server.port');
  return address === undefined || port === undefined ? address : `${address}:${port}`;
}

function textOf(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Rows that are to be seen when the descendants of `folded` are hidden. */
export function visibleRows(rows: readonly WaterfallRow[], folded: ReadonlySet<string>): readonly WaterfallRow[] {
  if (folded.size === 0) return rows;
  const visible: WaterfallRow[] = [];
  for (let index = 0; index < rows.length; ) {
    const row = rows[index];
    if (row === undefined) break;
    visible.push(row);
    index = folded.has(row.key) ? row.end : index + 1;
  }
  return visible;
}
