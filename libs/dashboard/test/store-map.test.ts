import { describe, expect, it } from 'vitest';
import type { AttributeValue, SpanKind } from '../src/api/telemetry.ts';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { attributes, givenSpan, group, now, spanId, traceId } from './given-otlp.ts';

let time = now;
function createStore() {
  time = now;
  return createTelemetryStore({ now: () => time });
}

function span(
  id: number,
  kind: SpanKind,
  {
    parent = 0,
    list = {},
    duration = 10,
  }: { parent?: number; list?: Record<string, AttributeValue>; duration?: number } = {},
) {
  return givenSpan({
    traceId: traceId(1),
    spanId: spanId(id),
    parentSpanId: parent === 0 ? '' : spanId(parent),
    kind,
    duration,
    attributes: attributes(list),
  });
}

describe('the service map', () => {
  const call = group(
    'bff',
    span(2, 'client', {
      parent: 1,
      list: { 'server.address': '127.0.0.1', 'server.port': 8081, 'http.response.status_code': 503 },
    }),
  );
  const answer = group('petstore', span(3, 'server', { parent: 2, list: { 'http.response.status_code': 503 } }));
  const root = group('bff', span(1, 'server'));

  it.each([
    ['the call first', [root, call, answer]],
    ['the answer first', [answer, call, root]],
  ])('joins calls and who answers them, %s', (_name, groups) => {
    const store = createStore();
    for (const one of groups) store.ingest('traces', [one]);
    const { nodes, edges } = store.map({
      declared: [
        ['bff', 'petstore'],
        ['bff', 'user-service'],
      ],
    });
    expect(nodes.map(({ name, kind, numbers }) => [name, kind, numbers.count])).toEqual([
      ['bff', 'service', 1],
      ['petstore', 'service', 1],
      ['user-service', 'service', 0],
    ]);
    expect(edges).toMatchObject([
      {
        from: 'bff',
        to: 'petstore',
        seen: 'both',
        numbers: { count: 1, clientErrors: 0, serverErrors: 1, p50: expect.closeTo(10, 0) },
      },
      { from: 'bff', to: 'user-service', seen: 'declared', numbers: { count: 0, p50: null } },
    ]);
  });

  it.each<[string, Record<string, AttributeValue>, string, string]>([
    ['a database', { 'db.system.name': 'postgresql', 'db.namespace': 'shop' }, 'postgresql shop', 'database'],
    ['a database of the old conventions', { 'db.system': 'sqlite' }, 'sqlite', 'database'],
    ['a peer', { 'peer.service': 'payments' }, 'payments', 'external'],
    ['an address', { 'server.address': 'api.example', 'server.port': 443 }, 'api.example', 'external'],
    [
      'an address with a port',
      { 'server.address': 'api.example', 'server.port': 8443 },
      'api.example:8443',
      'external',
    ],
    ['a URL', { 'http.url': 'https://user:secret@api.example:99/x?y' }, 'api.example:99', 'external'],
    ['a service by its own name', { 'service.peer.name': 'bff' }, 'bff', 'service'],
  ])('shows whom nobody else tells of: %s', (_name, list, to, kind) => {
    const store = createStore();
    store.ingest('traces', [group('bff', span(1, 'client', { list }))]);
    time += 20_000;
    const { nodes, edges } = store.map({});
    expect(edges).toMatchObject([{ from: 'bff', to, seen: 'observed', numbers: { count: 1 } }]);
    expect(nodes.find(({ name }) => name === to)?.kind).toBe(kind);
  });

  it('knows an address again at which a service answered before', () => {
    const store = createStore();
    store.ingest('traces', [call, answer]);
    const list = { 'server.address': '127.0.0.1', 'server.port': 8081 };
    store.ingest('traces', [group('bff', { ...span(9, 'client', { list }), status: 'error' as const })]);
    time += 20_000;
    expect(store.map({}).edges).toMatchObject([{ to: 'petstore', numbers: { count: 2, serverErrors: 2 } }]);
  });

  it('waits for the other half, and shows nothing of a call that says nothing', () => {
    const store = createStore();
    store.ingest('traces', [
      group('bff', span(1, 'client'), span(5, 'producer', { list: { 'messaging.system': 'kafka' } })),
    ]);
    expect(store.map({}).edges).toEqual([]);
    time += 20_000;
    expect(store.map({}).edges).toMatchObject([{ from: 'bff', to: 'kafka' }]);
  });

  it('joins services also where the caller writes no client span', () => {
    const store = createStore();
    store.ingest('traces', [
      group('bff', span(1, 'internal')),
      group(
        'petstore',
        span(2, 'server', { parent: 1 }),
        span(3, 'server', { parent: 2 }),
        span(4, 'server', { parent: 99 }),
      ),
    ]);
    time += 20_000;
    expect(store.map({}).edges).toMatchObject([
      { from: 'bff', to: 'petstore', seen: 'observed', numbers: { count: 1 } },
    ]);
  });

  it('forgets what its window does not hold', () => {
    const store = createStore();
    store.ingest('traces', [root, call, answer]);
    time += 300_000;
    expect(store.map({ window: 60 })).toEqual({ nodes: [], edges: [] });
    expect(store.map({ window: 600 }).edges).toHaveLength(1);
  });

  it('holds no more open calls than it has room for', () => {
    const store = createStore();
    const list = { 'server.address': 'slow.example' };
    for (let from = 0; from < 12_000; from += 1_000) {
      const spans = Array.from({ length: 1_000 }, (_, index) => span(from + index + 1, 'client', { list }));
      store.ingest('traces', [group('bff', ...spans)]);
    }
    expect(store.map({}).edges).toMatchObject([{ to: 'slow.example', numbers: { count: 2_000 } }]);
  });
});

describe('names for filters', () => {
  it('come with their values, the most frequent first', () => {
    const store = createStore();
    const spans = Array.from({ length: 10 }, (_, index) =>
      span(index + 1, 'server', { list: { status: index < 7 ? 200 : 404, ...(index === 3 ? { rare: true } : {}) } }),
    );
    store.ingest('traces', [group('bff', ...spans)]);
    expect(store.attributeNames('traces')).toEqual({
      names: [
        { name: 'status', values: ['200', '404'] },
        { name: 'rare', values: ['true'] },
      ],
    });
    expect(store.attributeNames('logs')).toEqual({ names: [] });
  });
});
