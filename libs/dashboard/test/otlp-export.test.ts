import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AttributeValue } from '../src/api/telemetry.ts';
import type { AttributeList, OtlpLog, OtlpSpan } from '../src/otlp/otlp-data.ts';
import { createTelemetryStore, type TelemetryStore } from '../src/store/telemetry-store.ts';
import { givenLog, givenSpan, group, now, spanId, traceId } from './given-otlp.ts';

let store = createTelemetryStore();
const createStore = () => createTelemetryStore({ now: () => now });
beforeEach(() => {
  store = createStore();
});

async function exported(from: TelemetryStore, filter?: Parameters<TelemetryStore['exportOtlp']>[0]): Promise<string> {
  let text = '';
  for await (const piece of from.exportOtlp(filter)) text += piece;
  return text;
}

/** All but what is given anew. */
function contents(of: TelemetryStore) {
  return {
    traces: of.traces({ limit: 1_000 }).map(({ traceId: id }) => of.trace(id)?.spans),
    logs: of.logs({ limit: 2_000 }),
    numbers: of.numbers({ window: 86_400 }).series,
  };
}

const json = fc.jsonValue({ depthSize: 'xsmall' }) as fc.Arbitrary<AttributeValue>;
const list: fc.Arbitrary<AttributeList> = fc
  .dictionary(
    fc.string({ unit: 'grapheme' }),
    fc.oneof(json, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger()),
  )
  .map((object) => JSON.parse(JSON.stringify(Object.entries(object).flat())));
const time = fc.integer({ min: 0, max: 4_000_000_000_000_000 }).map((micros) => micros / 1000);
const id = (length: number) =>
  fc.bigInt({ min: 1n, max: 16n ** BigInt(length) - 1n }).map((number) => number.toString(16).padStart(length, '0'));
const text = fc.string({ unit: 'grapheme' });

const span: fc.Arbitrary<OtlpSpan> = fc.record({
  traceId: id(32),
  spanId: id(16),
  parentSpanId: fc.oneof(fc.constant(''), id(16)),
  traceState: text,
  name: text,
  kind: fc.constantFrom('internal', 'server', 'client', 'producer', 'consumer'),
  startedAt: time,
  duration: fc.integer({ min: 0, max: 1_000_000_000 }).map((nanos) => nanos / 1e6),
  status: fc.constantFrom('unset', 'ok', 'error'),
  statusMessage: text,
  attributes: list,
  events: fc.array(fc.record({ name: text, at: time, attributes: list }), { maxLength: 3 }),
  links: fc.array(fc.record({ traceId: id(32), spanId: id(16), attributes: list }), { maxLength: 3 }),
  dropped: fc.nat(),
});

const log: fc.Arbitrary<OtlpLog> = fc.record({
  at: time.map((at) => at || 1),
  severityNumber: fc.integer({ min: 0, max: 24 }),
  severityText: fc.constant(''),
  body: json,
  attributes: list,
  traceId: fc.oneof(fc.constant(''), id(32)),
  spanId: fc.oneof(fc.constant(''), id(16)),
});

describe('an export', () => {
  it('that is imported gives the same store', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(span, { maxLength: 5 }),
        fc.array(log, { maxLength: 5 }),
        list,
        async (spans, logs, resource) => {
          const [first, second] = [createStore(), createStore()];
          first.ingest('traces', [{ resource, scope: 'a', records: spans }, group('b', ...spans.slice(2))]);
          first.ingest('logs', [group('b', ...logs.slice(2)), { resource, scope: 'a', records: logs }]);
          await second.importOtlp(await exported(first));
          expect(contents(second)).toEqual(contents(first));
          // The same once more changes nothing.
          await second.importOtlp(await exported(first));
          expect(contents(second)).toEqual(contents(first));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('holds numbers, too', async () => {
    const about = { metric: 'pets_total', help: 'Pets', labels: { kind: 'dog' } };
    store.recordNumbers('a', now - 10, [
      { ...about, type: 'counter', unit: '1', value: 1 },
      { ...about, metric: 'x_bucket', type: 'histogram', value: 0.5 },
    ]);
    store.recordNumbers('a', now, [{ ...about, type: 'counter', value: 2 }]);
    const second = createStore();
    await second.importOtlp(await exported(store));
    expect(contents(second)).toEqual(contents(store));
    expect(contents(second).numbers).toHaveLength(2);
  });

  it.each([
    ['of a trace', { traceId: traceId(1).toUpperCase() }, 2, 1, 0],
    ['of a service', { service: 'a' }, 2, 2, 1],
    ['of all', {}, 3, 3, 1],
  ])('may be that %s', async (_name, filter, spans, logs, series) => {
    store.ingest('traces', [
      group('a', givenSpan(), givenSpan({ traceId: traceId(2) })),
      group('b', givenSpan({ spanId: spanId(2) })),
    ]);
    store.ingest('logs', [group('a', givenLog({ traceId: traceId(1) }), givenLog()), group('b', givenLog())]);
    store.recordNumbers('a', now, [{ metric: 'x', help: '', type: 'gauge', labels: {}, value: 1 }]);
    const second = createStore();
    const result = await second.importOtlp(await exported(store, filter));
    expect(result).toEqual({ accepted: spans + logs + series, rejected: 0 });
    const { spans: ofSpans, logs: ofLogs, metrics } = second.state();
    expect([ofSpans.count, ofLogs.count, metrics.count]).toEqual([spans, logs, series]);
  });
});

describe('an import', () => {
  // As the file exporter of the OpenTelemetry Collector writes it: one request in each line, of any signal.
  const lines = [
    '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"checkout"}}]},"scopeSpans":[{"scope":{"name":"otel"},"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","parentSpanId":"","name":"I\'m a server span","kind":2,"startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000","attributes":[{"key":"my.span.attr","value":{"stringValue":"some value"}}],"status":{}}]}]}]}',
    '{"resourceLogs":[{"resource":{},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1544712660300000000","severityNumber":10,"severityText":"Information","traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","body":{"stringValue":"Example log record"}}]}]}]}',
    '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"my.counter","unit":"1","sum":{"aggregationTemporality":1,"isMonotonic":true,"dataPoints":[{"asDouble":5,"timeUnixNano":"1544712660300000000"}]}}]}]}]}',
  ];

  it.each([
    ['in lines', lines.join('\n')],
    ['in lines that end in CR LF, the last one, too', `${lines.join('\r\n')}\r\n\r\n`],
    ['in a list', `[${lines.join(',\n')}]`],
    [
      'in one line',
      lines
        .map((line) => line.slice(1, -1))
        .join()
        .replace(/^.*$/, '{$&}'),
    ],
    ['written over many lines', JSON.stringify(Object.assign({}, ...lines.map((line) => JSON.parse(line))), null, 2)],
    ['with a mark at its start', `\uFEFF${lines.join('\n')}`],
  ])('takes documents %s, and keeps their times', async (_name, source) => {
    for (const form of [source, streamed(source)]) {
      store = createStore();
      expect(await store.importOtlp(form)).toEqual({ accepted: 3, rejected: 0 });
      expect(store.traces({})).toMatchObject([
        { name: "I'm a server span", service: 'checkout', startedAt: 1_544_712_660_000, duration: 1_000 },
      ]);
      expect(store.logs({})).toMatchObject([
        { at: 1_544_712_660_300, severity: 'info', traceId: '5b8efff798038103d269b633813fc60c' },
      ]);
      expect(store.state().metrics.count).toBe(1);
    }
  });

  it('of one line that is broken takes the others', async () => {
    expect(await store.importOtlp([lines[0], '{"resourceSpans":', lines[1], '{"x":1}'].join('\n'))).toEqual({
      accepted: 2,
      rejected: 2,
      message: expect.stringMatching(/^Line 2: .*JSON.*; Line 4: There is neither resourceSpans nor/),
    });
  });

  it.each([
    ['nothing', '', 'nothing'],
    ['spaces', ' \n\n ', 'nothing'],
    ['no JSON', 'hello\nworld', 'JSON'],
    ['a number', '1', 'neither'],
    ['a list of numbers', '[1]', 'neither'],
    ['another object', '{"openapi":"3.1.0"}', 'neither'],
    ['spans that are none', '{"resourceSpans":[1]}', 'resourceSpans'],
    ['lines that are all broken', '{"a":1}\n{"b":1}', 'Line 1'],
    ['too much', `${' '.repeat(2_000)}{}`, '1000 characters'],
    ['a deep list', '['.repeat(900), 'JSON'],
  ])('of %s is refused', async (_name, source, message) => {
    for (const form of [source, streamed(source)])
      await expect(store.importOtlp(form, { maximumLength: 1_000 })).rejects.toThrow(message);
    expect(store.state().spans.count).toBe(0);
  });

  it('may be anything', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"resourceSpans"',
      '"scopeSpans"',
      '"spans"',
      '"traceId"',
      '1',
      'null',
      '\n',
      '"x"',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        async (source) => {
          await store.importOtlp(source).catch((error: unknown) => expect(error).toHaveProperty('name', 'OtlpError'));
        },
      ),
    );
  });
});

async function* streamed(source: string): AsyncGenerator<Uint8Array> {
  const octets = new TextEncoder().encode(source);
  for (let start = 0; start < octets.length; start += 7) yield octets.subarray(start, start + 7);
}
