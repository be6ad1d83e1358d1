import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/api/telemetry.ts';
import { orderSpans } from './order-spans.ts';

function span(spanId: string, startedAt: number, parentSpanId?: string): Span {
  return {
    traceId: 't',
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name: spanId,
    kind: 'internal',
    service: 'petstore',
    resource: '',
    scope: '',
    startedAt,
    duration: 1,
    status: 'unset',
    attributes: {},
    events: [],
    links: [],
    dropped: 0,
  };
}

const short = (spans: readonly Span[]): string =>
  orderSpans(spans)
    .map(({ span: one, depth }) => `${one.spanId}${depth}`)
    .join(' ');

describe('orderSpans', () => {
  it.each<readonly [string, readonly Span[], string]>([
    [
      'children below their parents, by start',
      [span('c', 3, 'a'), span('b', 2, 'a'), span('a', 1), span('d', 4, 'b')],
      'a0 b1 d2 c1',
    ],
    ['orphans at the top', [span('a', 2), span('o', 1, 'gone')], 'o0 a0'],
    ['each once, also in a cycle', [span('a', 1, 'b'), span('b', 2, 'a')], 'a0 b1'],
    ['its own parent', [span('a', 1, 'a')], 'a0'],
    ['nothing', [], ''],
  ])('%s', (_name, spans, want) => expect(short(spans)).toBe(want));
});
