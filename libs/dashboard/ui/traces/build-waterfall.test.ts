import { describe, expect, it } from 'vitest';
import { buildWaterfall, calleeOf, visibleRows } from './build-waterfall.ts';
import { givenSpan as span, givenTrace as trace } from './given-trace.ts';

/** `a`, ` b` for a child, `?` for an orphan, `late`, `→ name` for a callee. */
function drawn(given: ReturnType<typeof trace>): readonly string[] {
  return buildWaterfall(given).rows.map(
    ({ span: { name }, depth, orphan, late, callee }) =>
      `${' '.repeat(depth)}${callee === undefined ? name : `→ ${callee}`}${orphan ? '?' : ''}${late ? ' late' : ''}`,
  );
}

describe('the tree of a trace', () => {
  it.each([
    ['nothing', trace(), []],
    [
      'children in order of their start',
      trace(span('a', undefined), span('b', 'a'), span('c', 'b'), span('d', 'a')),
      ['a', ' b', '  c', ' d'],
    ],
    ['a child that arrived before its parent', trace(span('b', 'a'), span('a', undefined)), ['a', ' b']],
    ['an orphan', trace(span('a', undefined), span('c', 'gone'), span('d', 'c')), ['a', 'c?', ' d']],
    ['two roots', trace(span('a', undefined), span('b', undefined)), ['a', 'b']],
    ['its own parent', trace(span('a', 'a'), span('b', 'a')), ['a?', ' b']],
    ['a circle', trace(span('a', 'b'), span('b', 'a')), ['a?', ' b']],
    ['a late child', trace(span('a', undefined), span('b', 'a', { startedAt: 10 })), ['a', ' b late']],
    [
      'a callee that sends no spans',
      trace(
        span('a', undefined),
        span('b', 'a', { kind: 'client', attributes: { 'server.address': 'x.example', 'server.port': 443 } }),
      ),
      ['a', ' b', '  → x.example:443'],
    ],
    [
      'a callee that sends them',
      trace(
        span('a', undefined, { kind: 'client', attributes: { 'server.address': 'x' } }),
        span('b', 'a', { kind: 'server' }),
      ),
      ['a', ' b'],
    ],
  ])('%s', (_name, given, want) => expect(drawn(given)).toEqual(want));

  it('says where each subtree ends, and what failed in it', () => {
    const { rows } = buildWaterfall(
      trace(
        span('a', undefined),
        span('b', 'a', { status: 'error' }),
        span('c', 'b', { status: 'error' }),
        span('d', 'a'),
      ),
    );
    expect(rows.map(({ end, failedBelow, children }) => [end, failedBelow, children])).toEqual([
      [4, 2, [1, 3]],
      [3, 1, [2]],
      [3, 0, []],
      [4, 0, []],
    ]);
  });

  it('takes a chain of 20,000 spans', () => {
    const spans = Array.from({ length: 20_000 }, (_none, at) => span(`s${at}`, at === 0 ? undefined : `s${at - 1}`));
    const { rows } = buildWaterfall(trace(...spans));
    expect([rows.length, rows.at(-1)?.depth, rows[0]?.end]).toEqual([20_000, 19_999, 20_000]);
  });

  it('counts services and the whole time', () => {
    const waterfall = buildWaterfall(
      trace(span('a', undefined, { startedAt: 5 }), span('b', 'a', { startedAt: 12, service: 'bff', status: 'error' })),
    );
    expect(waterfall).toMatchObject({ startedAt: 5, duration: 17 });
    expect(waterfall.services).toEqual([
      { name: 'petstore', spans: 1, errors: 0 },
      { name: 'bff', spans: 1, errors: 1 },
    ]);
  });

  it('hides what is folded', () => {
    const { rows } = buildWaterfall(trace(span('a', undefined), span('b', 'a'), span('c', 'b'), span('d', 'a')));
    expect(visibleRows(rows, new Set(['b'])).map(({ key }) => key)).toEqual(['a', 'b', 'd']);
    expect(visibleRows(rows, new Set(['a', 'b'])).map(({ key }) => key)).toEqual(['a']);
    expect(visibleRows(rows, new Set())).toBe(rows);
  });
});

it.each([
  ['client', { 'peer.service': 'users', 'server.address': 'x' }, 'users'],
  ['client', { 'db.system.name': 'postgresql', 'db.namespace': 'pets' }, 'postgresql pets'],
  ['client', { 'db.system': 'redis' }, 'redis'],
  ['producer', { 'messaging.system': 'kafka' }, 'kafka'],
  ['client', { 'server.address': 'x' }, 'x'],
  ['client', {}, undefined],
  ['server', { 'server.address': 'x' }, undefined],
] as const)('a %s span with %j calls %s', (kind, attributes, want) =>
  expect(calleeOf(span('a', undefined, { kind, attributes }))).toBe(want),
);
