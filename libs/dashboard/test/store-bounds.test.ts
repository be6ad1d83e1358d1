import { describe, expect, it } from 'vitest';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { attributes, givenLog, givenSpan, group, now, spanId, traceId } from './given-otlp.ts';

describe('the bounds of the store', () => {
  it('let whole traces go, oldest first, and count them', () => {
    const store = createTelemetryStore({ maximumBytes: { traces: 20_000 } });
    for (let id = 1; id <= 100; id += 1) {
      const spans = [1, 2].map((number) =>
        givenSpan({ traceId: traceId(id), spanId: spanId(number), startedAt: now + id }),
      );
      store.ingest('traces', [group('a', ...spans)]);
    }
    const kept = store.traces({}).map((trace) => Number.parseInt(trace.traceId, 16));
    expect(kept[0]).toBe(100);
    expect(kept).toEqual(kept.map((_, index) => 100 - index));
    const { count, bytes, maximumBytes, dropped } = store.state().spans;
    expect(bytes).toBeLessThanOrEqual(maximumBytes);
    expect(count).toBe(kept.length * 2);
    expect(dropped).toEqual({ overwritten: 200 - count, refused: 0 });
    // A late span of a trace that left: the trace says that it is not whole.
    store.ingest('traces', [group('a', givenSpan({ spanId: spanId(3) }))]);
    expect(store.trace(traceId(1))).toMatchObject({ spans: [{ spanId: spanId(3) }], dropped: 2 });
  });

  it('let one trace have half of the room', () => {
    const store = createTelemetryStore({ maximumBytes: { traces: 20_000 } });
    const spans = Array.from({ length: 100 }, (_, index) => givenSpan({ spanId: spanId(index + 1) }));
    const { accepted, rejected, message } = store.ingest('traces', [group('a', ...spans)]);
    expect(accepted + rejected).toBe(100);
    expect(message).toBe(`${rejected} of a trace that is too large`);
    expect(store.trace(traceId(1))).toMatchObject({ spans: { length: accepted }, dropped: rejected });
    expect(store.state().spans).toMatchObject({ count: accepted, dropped: { overwritten: 0, refused: rejected } });
  });

  it('let the oldest logs go, and count them', () => {
    const store = createTelemetryStore({ maximumBytes: { logs: 200_000 } });
    const logs = Array.from({ length: 5_000 }, (_, id) =>
      givenLog({ traceId: traceId(1 + (id % 7)), body: `no ${id}` }),
    );
    store.ingest('logs', [group('a', ...logs)]);
    const kept = store.logs({ limit: 2_000 });
    const { count, bytes, dropped } = store.state().logs;
    expect(bytes).toBeLessThanOrEqual(200_000);
    expect(kept.map(({ sequence }) => sequence)).toEqual(Array.from({ length: count }, (_, index) => 5_000 - index));
    expect(dropped).toEqual({ overwritten: 5_000 - count, refused: 0 });
    const ofTrace = store.logs({ traceId: traceId(1), limit: 2_000 });
    expect(ofTrace).toEqual(kept.filter((log) => log.traceId === traceId(1)));
    expect(store.ingest('logs', [group('a', givenLog({ body: 'x'.repeat(120_000) }))])).toEqual({
      accepted: 1,
      rejected: 0,
    });
  });

  it('cut long texts, many attributes, events and links, and say so', () => {
    const store = createTelemetryStore();
    const many = attributes(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`a${index}`, index])));
    const events = Array.from({ length: 200 }, () => ({ name: 'e', at: now, attributes: [] }));
    const links = Array.from({ length: 70 }, () => ({ traceId: traceId(9), spanId: spanId(9), attributes: [] }));
    store.ingest('traces', [
      group(
        'a',
        givenSpan({ attributes: many, events, links, dropped: 3 }),
        givenSpan({
          spanId: spanId(2),
          attributes: ['long', 'x'.repeat(100_000), 'list', Array.from({ length: 9_999 }, () => 1)],
        }),
      ),
    ]);
    const [first, second] = store.trace(traceId(1))?.spans ?? [];
    expect(first).toMatchObject({ events: { length: 128 }, links: { length: 64 }, dropped: 3 + 72 + 72 + 6 });
    expect(Object.keys(first?.attributes ?? {})).toHaveLength(128);
    expect(second?.attributes.long).toBe(`${'x'.repeat(8_192)}...`);
    expect(second?.attributes.list).toHaveLength(256);
  });

  it.each([
    ['http.request.header.authorization', ['Bearer abc']],
    ['http.response.header.set-cookie', 'a=b'],
    ['Cookie', 'a=b'],
    ['user.password', 'x'],
    ['api_key', 'x'],
    ['X-API-Key', 'x'],
    ['accessToken', 'x'],
    ['client-secret', { deep: 'x' }],
  ])('hide the value of %s', (name, value) => {
    const store = createTelemetryStore();
    const list = attributes({ [name]: value, request: { headers: { [name]: value } } });
    const events = [{ name: 'e', at: now, attributes: list }];
    const links = [{ traceId: traceId(2), spanId: spanId(2), attributes: list }];
    store.ingest('traces', [{ resource: list, scope: '', records: [givenSpan({ attributes: list, events, links })] }]);
    store.ingest('logs', [group('a', givenLog({ attributes: list, traceId: traceId(1), body: { [name]: value } }))]);
    const shown = { [name]: '•••', request: { headers: { [name]: '•••' } } };
    const trace = store.trace(traceId(1));
    expect(trace?.spans).toMatchObject([
      { attributes: shown, events: [{ attributes: shown }], links: [{ attributes: shown }] },
    ]);
    expect(Object.values(trace?.resources ?? {})).toContainEqual(shown);
    expect(trace?.logs).toMatchObject([{ attributes: shown, body: JSON.stringify({ [name]: '•••' }) }]);
  });

  it.each(['http.route', 'tokens.used', 'gen_ai.usage.input_tokens', 'cookie_policy', 'key', 'author'])(
    'show the value of %s',
    (name) => {
      const store = createTelemetryStore();
      store.ingest('traces', [group('a', givenSpan({ attributes: attributes({ [name]: 'shown' }) }))]);
      expect(store.trace(traceId(1))?.spans[0]?.attributes).toEqual({ [name]: 'shown' });
    },
  );

  it.each([
    [
      'url.full',
      'https://me:pw@api.example/pets?api_key=x&limit=5#top',
      'https://•••@api.example/pets?api_key=•••&limit=5#top',
    ],
    ['http.target', '/pets?limit=5&access_token=x', '/pets?limit=5&access_token=•••'],
    ['url.query', 'sig=x&page=2;X-Amz-Signature=y', 'sig=•••&page=2;X-Amz-Signature=•••'],
    ['url.path', '/pets?sig=x', '/pets?sig=x'],
  ])('hide credentials within %s', (name, url, shown) => {
    const store = createTelemetryStore();
    store.ingest('traces', [group('a', givenSpan({ attributes: [name, url] }))]);
    expect(store.trace(traceId(1))?.spans[0]?.attributes).toEqual({ [name]: shown });
  });

  it('keep names that objects have by nature', () => {
    const store = createTelemetryStore();
    const names = ['__proto__', 'constructor', 'toString'];
    store.ingest('traces', [group('a', givenSpan({ attributes: names.flatMap((name) => [name, 'x']) }))]);
    const shown = store.trace(traceId(1))?.spans[0]?.attributes ?? {};
    expect(JSON.stringify(shown)).toBe('{"__proto__":"x","constructor":"x","toString":"x"}');
    expect(store.traces({ attribute: ['constructor:*'] })).toHaveLength(1);
    expect(store.traces({ attribute: ['hasOwnProperty:*'] })).toHaveLength(0);
  });

  it.each([
    ['everything', undefined, 0, 0],
    ['traces', 'traces', 0, 1],
    ['logs', 'logs', 1, 0],
  ] as const)('forget %s when told to', (_name, signal, spans, logs) => {
    const store = createTelemetryStore();
    store.ingest('traces', [group('a', givenSpan())]);
    store.ingest('logs', [group('a', givenLog())]);
    store.clear(signal);
    expect([store.state().spans.count, store.state().logs.count]).toEqual([spans, logs]);
    expect([store.traces({}).length, store.logs({}).length]).toEqual([spans, logs]);
    if (signal === undefined) expect(store.state().spans.bytes + store.state().logs.bytes).toBe(0);
  });
});
