import { describe, expect, it } from 'vitest';
import type { AttributeValue, ErrorGroup } from '../src/api/telemetry.ts';
import { topFrame } from '../src/store/describe-failure.ts';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { attributes, givenLog, givenSpan, group, now, spanId, traceId } from './given-otlp.ts';

const violation = (place: string, pointer: string, keyword: string) => ({
  name: 'brrt.violation',
  at: now,
  attributes: attributes({ 'brrt.in': place, 'brrt.pointer': pointer, 'brrt.keyword': keyword }),
});
const exception = (type: string, message: string, stack = '') => ({
  name: 'exception',
  at: now,
  attributes: attributes({ 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack }),
});
const stack = [
  'TypeError: pets is undefined',
  '    at node:internal/process/task_queues:105:5',
  '    at run (file:///app/node_modules/kysely/dist/x.js:1:2)',
  '    at listPets (file:///app/src/handlers/list-pets.ts:12:9)',
].join('\n');

let serial = 0;
function failed(status: number | undefined, type: string | undefined, more: Parameters<typeof givenSpan>[0] = {}) {
  serial += 1;
  const list: Record<string, AttributeValue> = { 'brrt.operation': 'listPets' };
  if (status !== undefined) list['http.response.status_code'] = status;
  if (type !== undefined) list['error.type'] = type;
  return givenSpan({ traceId: traceId(serial), spanId: spanId(serial), attributes: attributes(list), ...more });
}

function errorsOf(...spans: ReturnType<typeof failed>[]): readonly ErrorGroup[] {
  const store = createTelemetryStore({ now: () => now });
  store.ingest('traces', [group('petstore', ...spans)]);
  return store.errors({});
}

describe('errors', () => {
  it.each<[string, ReturnType<typeof failed>, Partial<ErrorGroup>]>([
    [
      'of a client',
      failed(400, 'ERR_REQUEST_VALIDATION', { events: [violation('body', '/name', 'minLength')] }),
      {
        type: 'ERR_REQUEST_VALIDATION',
        status: 400,
        kind: 'client',
        message: 'body /name minLength',
        violations: [{ in: 'body', pointer: '/name', keyword: 'minLength', count: 1 }],
      },
    ],
    ['of a client, without a word', failed(404, undefined), { type: 'HTTP 404', kind: 'client', message: 'Not Found' }],
    [
      'of a handler that threw',
      failed(500, 'ERR_INTERNAL', { status: 'error', events: [exception('TypeError', 'pets is undefined', stack)] }),
      {
        type: 'ERR_INTERNAL',
        kind: 'server',
        message: 'pets is undefined',
        frame: 'listPets (file:///app/src/handlers/list-pets.ts:12:9)',
      },
    ],
    [
      'of an answer that broke the contract',
      failed(500, 'ERR_RESPONSE_VALIDATION', {
        status: 'error',
        events: [violation('response', '/0/id', 'type'), exception('ResponseValidationError', 'The answer breaks')],
      }),
      { kind: 'contract', violations: [{ in: 'response', pointer: '/0/id', keyword: 'type', count: 1 }] },
    ],
    [
      'of a service behind this one that broke its contract',
      failed(502, 'ERR_UPSTREAM', { status: 'error', events: [violation('response', '/id', 'type')] }),
      { kind: 'server' },
    ],
    [
      'of a service that BRRT did not write',
      failed(undefined, undefined, {
        status: 'error',
        statusMessage: 'deadline',
        events: [exception('grpc.Error', '')],
      }),
      { type: 'grpc.Error', kind: 'server', message: 'deadline' },
    ],
    [
      'that say nothing at all',
      failed(undefined, undefined, { status: 'error' }),
      { type: 'error', message: 'GET /pets' },
    ],
  ])('%s', (_name, span, want) => {
    expect(errorsOf(span)).toMatchObject([
      {
        service: 'petstore',
        operation: 'listPets',
        count: 1,
        firstSeen: now + 12.5,
        lastSeen: now + 12.5,
        samples: [{ traceId: span.traceId, spanId: span.spanId, at: now + 12.5 }],
        ...want,
      },
    ]);
  });

  it.each([
    ['a success', failed(200, undefined)],
    ['a redirection', failed(304, undefined)],
    ['a call', failed(500, 'ERR_X', { kind: 'client', status: 'error' })],
  ])('are not those of %s', (_name, span) => {
    expect(errorsOf(span)).toEqual([]);
  });

  it('of one kind are one group, newest first; the newest says the message', () => {
    const spans = Array.from({ length: 30 }, (_, index) =>
      failed(500, 'ERR_INTERNAL', {
        startedAt: now + index,
        status: 'error',
        events: [
          exception('TypeError', `pet ${index} is undefined`, stack),
          violation('body', `/${index % 25}`, 'type'),
        ],
      }),
    );
    const other = failed(500, 'ERR_INTERNAL', {
      startedAt: now + 500,
      status: 'error',
      events: [exception('RangeError', 'x')],
    });
    const groups = errorsOf(...spans, other);
    expect(groups.map(({ count }) => count)).toEqual([1, 30]);
    expect(groups[1]).toMatchObject({
      message: 'pet 29 is undefined',
      firstSeen: now + 12.5,
      lastSeen: now + 41.5,
      violations: { length: 20 },
      samples: { length: 20, 0: { traceId: spans[29]?.traceId } },
    });
    expect(groups[1]?.violations[0]).toMatchObject({ pointer: '/0', count: 2 });
  });

  it('have the same id in another store', () => {
    const id = () => errorsOf(failed(500, 'ERR_INTERNAL'))[0]?.id;
    expect(id()).toMatch(/^[\da-f]{16}$/);
    expect(id()).toBe(id());
  });

  it('that are logged outside of any span are groups, too', () => {
    const store = createTelemetryStore({ now: () => now });
    const record = (body: string, more: Parameters<typeof givenLog>[0] = {}) =>
      givenLog({ body, severityNumber: 17, ...more });
    store.ingest('logs', [
      group(
        'worker',
        record('job 12 failed'),
        record('job 13 failed', { at: now + 1 }),
        record('crash', {
          at: now - 9,
          severityNumber: 21,
          attributes: attributes({ 'exception.type': 'Oops', operation: 'tick' }),
        }),
        record('in a span', { traceId: traceId(1), spanId: spanId(1) }),
        record('only a warning', { severityNumber: 13 }),
      ),
    ]);
    expect(store.errors({ service: 'worker' })).toMatchObject([
      { type: 'error', operation: '', kind: 'server', message: 'job 13 failed', count: 2, samples: [] },
      { type: 'Oops', operation: 'tick', message: 'crash', count: 1 },
    ]);
    expect(store.errors({ service: 'petstore' })).toEqual([]);
    expect([...store.errorCounts()]).toEqual([['worker', 4]]);
  });

  it('have at most five hundred groups', () => {
    const groups = errorsOf(
      ...Array.from({ length: 600 }, (_, index) => failed(500, `ERR_${index}`, { startedAt: now + index })),
    );
    expect(groups).toHaveLength(500);
    expect(groups[0]?.type).toBe('ERR_599');
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['Error: x\n    at node:fs:1:1\n    at a (/app/node_modules/x.js:1:1)', undefined],
    ['Error: x\n    at async get (/app/src/pets.ts:3:1)', 'async get (/app/src/pets.ts:3:1)'],
  ])('show the first line of a stack that is the developer’s: %j', (text, frame) => {
    expect(topFrame(text)).toBe(frame);
  });
});
