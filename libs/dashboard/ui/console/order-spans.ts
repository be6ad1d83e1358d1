import type { Span } from '../../src/api/telemetry.ts';

export interface OrderedSpan {
  readonly span: Span;
  readonly depth: number;
}

/** Parents before children, each by start. Spans whose parent is not there stand at the top; a cycle ends where it closes. */
export function orderSpans(spans: readonly Span[]): readonly OrderedSpan[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(spans, ({ parentSpanId, spanId }) =>
    parentSpanId !== undefined && parentSpanId !== spanId && known.has(parentSpanId) ? parentSpanId : '',
  );
  const ordered: OrderedSpan[] = [];
  const seen = new Set<string>();
  const visit = (span: Span, depth: number): void => {
    if (seen.has(span.spanId)) return;
    seen.add(span.spanId);
    ordered.push({ span, depth });
    for (const child of byStart(children.get(span.spanId) ?? [])) visit(child, depth + 1);
  };
  for (const root of byStart(children.get('') ?? [])) visit(root, 0);
  for (const rest of byStart(spans)) visit(rest, 0);
  return ordered;
}

function byStart(spans: readonly Span[]): readonly Span[] {
  return spans.toSorted((one, other) => one.startedAt - other.startedAt);
}
