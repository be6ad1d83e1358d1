import fc from 'fast-check';
import client from 'prom-client';
import { describe, expect, it } from 'vitest';
import { parseExposition } from '../src/store/parse-exposition.ts';

describe('the text of /metrics', () => {
  it.each([
    ['a number', 'up 1', [{ metric: 'up', labels: {}, value: 1, type: 'unknown', help: '' }]],
    ['a time', 'up 1 1395066363000', [{ metric: 'up', labels: {}, value: 1 }]],
    ['labels', 'x{a="b",c="d",} 2.5e3', [{ metric: 'x', labels: { a: 'b', c: 'd' }, value: 2500 }]],
    ['spaces', '  x { a = "b" , c = "d" }  -4 ', [{ metric: 'x', labels: { a: 'b', c: 'd' }, value: -4 }]],
    ['escapes', 'x{a="C:\\\\d \\"q\\"\\n}"} 1', [{ labels: { a: 'C:\\d "q"\n}' } }]],
    [
      'infinity',
      'x{le="+Inf"} +Inf\ny -inf',
      [{ value: Number.POSITIVE_INFINITY }, { value: Number.NEGATIVE_INFINITY }],
    ],
    ['no number', 'x NaN', [{ value: Number.NaN }]],
    ['a name in quotes', '{"my.metric",a="b"} 1', [{ metric: 'my.metric', labels: { a: 'b' } }]],
    ['an exemplar', 'x_bucket{le="1"} 3 # {trace_id="ab"} 0.5 1700000000.1', [{ metric: 'x_bucket', value: 3 }]],
    ['a label that objects have by nature', 'x{__proto__="1"} 1', [{ labels: { ['__proto__']: '1' } }]],
    ['Windows', '# TYPE x counter\r\nx 1\r\n', [{ metric: 'x', type: 'counter', value: 1 }]],
    ['what comes after the end', 'x 1\n# EOF\ny 2', [{ metric: 'x' }]],
  ])('may hold %s', (_name, text, want) => {
    const { samples, skipped } = parseExposition(text);
    expect(samples).toHaveLength(want.length);
    expect(samples).toMatchObject(want);
    expect(skipped).toBe(0);
  });

  it.each([
    'x',
    'x one',
    'x{a=b} 1',
    'x{a="b" 1',
    'x{a} 1',
    'x{="b"} 1',
    '{a="b"} 1',
    '{"x","y"} 1',
    '1 2 3 4 x}',
    'x 0x10',
    `x{${Array.from({ length: 65 }, (_, index) => `l${index}="v"`).join()}} 1`,
    `${'x'.repeat(513)} 1`,
    '<html>',
  ])('may hold what is no sample, which is passed over: %s', (line) => {
    expect(parseExposition(`${line}\nup 1`)).toMatchObject({ samples: [{ metric: 'up' }], skipped: 1 });
  });

  it('says what a metric is, in both formats', () => {
    const openMetrics = [
      '# HELP pets Pets\\nand \\\\ more',
      '# TYPE pets counter',
      '# UNIT pets animals',
      'pets_total{kind="dog"} 3',
      'pets_created{kind="dog"} 1700000000',
      '# TYPE took histogram',
      'took_bucket{le="0.1"} 1',
      'took_sum 0.05',
      'took_count 1',
      '# TYPE state stateset',
      'state{state="on"} 1',
      '# TYPE odd thing',
      'odd 1',
    ].join('\n');
    expect(
      parseExposition(openMetrics).samples.map(({ metric, type, help, unit }) => [metric, type, help, unit]),
    ).toEqual([
      ['pets_total', 'counter', 'Pets\nand \\ more', 'animals'],
      ['took_bucket', 'histogram', '', undefined],
      ['took_sum', 'histogram', '', undefined],
      ['took_count', 'histogram', '', undefined],
      ['state', 'gauge', '', undefined],
      ['odd', 'unknown', '', undefined],
    ]);
  });

  it.each([client.Registry.PROMETHEUS_CONTENT_TYPE, client.Registry.OPENMETRICS_CONTENT_TYPE])(
    'of prom-client is understood: %s',
    async (contentType) => {
      const registry = new client.Registry<client.RegistryContentType>();
      registry.setContentType(contentType);
      const counter = new client.Counter({
        name: 'pets_total',
        help: 'Pets',
        labelNames: ['kind'],
        registers: [registry as never],
      });
      const histogram = new client.Histogram({
        name: 'took',
        help: 'Took',
        buckets: [1, 2],
        registers: [registry as never],
      });
      counter.inc({ kind: 'a "dog"\\' }, 3);
      histogram.observe(1.5);
      client.collectDefaultMetrics({ register: registry as never });
      const { samples, skipped } = parseExposition(await registry.metrics());
      expect(skipped).toBe(0);
      expect(samples.length).toBeGreaterThan(30);
      expect(samples).toContainEqual(
        expect.objectContaining({ type: 'counter', labels: { kind: 'a "dog"\\' }, value: 3 }),
      );
      expect(
        samples
          .filter(({ metric }) => metric.startsWith('took'))
          .map(({ metric, labels, value }) => [metric, labels.le, value]),
      ).toEqual([
        ['took_bucket', '1', 0],
        ['took_bucket', '2', 1],
        ['took_bucket', '+Inf', 1],
        ['took_sum', undefined, 1.5],
        ['took_count', undefined, 1],
      ]);
    },
  );

  it('is bounded', () => {
    const text = Array.from({ length: 60_000 }, (_, index) => `x{n="${index}"} 1`).join('\n');
    const { samples, skipped } = parseExposition(text);
    expect([samples.length, skipped]).toEqual([50_000, 10_000]);
  });

  it('may be anything', () => {
    const character = fc.constantFrom(...'x{}="\\,# \n\t1.eE+-', 'HELP', 'TYPE', 'é', '\u0000');
    fc.assert(
      fc.property(
        fc.array(character).map((list) => list.join('')),
        (text) => {
          for (const { metric, value } of parseExposition(text).samples)
            expect([typeof metric, typeof value]).toEqual(['string', 'number']);
        },
      ),
    );
  });
});
