import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { serveIntake } from './serve-intake.ts';

let store = createTelemetryStore();
let intake: Awaited<ReturnType<typeof serveIntake>>;

beforeAll(async () => {
  intake = await serveIntake({ ingest: (signal, batch) => store.ingest(signal, batch) }, { maximumBytes: 10_000 });
});
afterAll(() => intake.close());
beforeEach(() => {
  store = createTelemetryStore();
});

const json = { 'content-type': 'application/json' };
const protobuf = { 'content-type': 'application/x-protobuf' };

async function post(path: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) {
  const response = await fetch(`${intake.url}${path}`, { method: 'POST', headers, body });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

const octets = (...numbers: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(numbers);
const nested = (depth: number): string =>
  depth === 0 ? '{"intValue":"1"}' : `{"arrayValue":{"values":[${nested(depth - 1)}]}}`;
const withValue = (value: string): string =>
  `{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":${value}}]},"scopeSpans":[]}]}`;
/** An AnyValue within arrays. */
function nestedOctets(depth: number): Uint8Array<ArrayBuffer> {
  let value: number[] = [];
  const wrap = (tag: number): void => {
    const length = value.length < 128 ? [value.length] : [(value.length & 0x7f) | 0x80, value.length >> 7];
    value = [tag, ...length, ...value];
  };
  for (let index = 0; index < depth; index += 1) {
    wrap(0o12);
    wrap(0o52);
  }
  for (const tag of [0o22, 0o12, 0o12, 0o12]) wrap(tag);
  return octets(...value);
}

describe('the OTLP intake', () => {
  it.each([
    ['nothing, as protobuf', protobuf, octets(), ''],
    ['nothing, as JSON', json, '', '{}'],
    ['an empty object', json, '{}', '{}'],
    ['a charset', { 'content-type': 'Application/JSON; charset=utf-8' }, '{"resourceSpans":null}', '{}'],
    ['what it does not know', json, '{"resourceSpans":[{"entityRefs":[1],"scopeSpans":[{"x":{}}]}],"y":1}', '{}'],
    ['a field of protobuf that it does not know', protobuf, octets(0o372, 1, 2, 7, 7, 0o20, 5), ''],
    ['deep values up to the bound', json, withValue(nested(30)), '{}'],
  ])('takes %s', async (_name, headers, body, answer) => {
    for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics']) {
      const response = await post(path, headers, body);
      expect([path, response.status, response.body.toString()]).toEqual([path, 200, answer]);
      expect(response.headers.get('content-type')).toBe(headers['content-type'].toLowerCase().split(';')[0]);
    }
  });

  it.each([
    ['no JSON', '{"resourceSpans":', 'JSON'],
    ['an array', '[]', 'object'],
    ['spans that are none', '{"resourceSpans":{}}', 'resourceSpans has to be an array of objects'],
    [
      'a name that is a number',
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":1}]}]}]}',
      'name has to be a string',
    ],
    [
      'an enum by name',
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"SPAN_KIND_SERVER"}]}]}]}',
      'kind has to be an integer',
    ],
    [
      'a time with a sign',
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"-1"}]}]}]}',
      'startTimeUnixNano',
    ],
    ['a truth value that is none', withValue('{"boolValue":"yes"}'), 'boolValue'],
    ['an int that is none', withValue('{"intValue":"1e5"}'), 'intValue'],
    ['a double that is none', withValue('{"doubleValue":"x"}'), 'doubleValue'],
    ['values that are too deep', withValue(nested(40)), 'nested'],
  ])('refuses JSON with %s', async (_name, body, message) => {
    const response = await post('/v1/traces', json, body);
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body.toString())).toEqual({ code: 3, message: expect.stringContaining(message) });
  });

  it.each([
    ['that ends in a length', octets(0o12), 'ends too early'],
    ['that ends in a message', octets(0o12, 5, 0o12), 'ends too early'],
    ['with a field 0', octets(0o2, 0), 'field number'],
    ['with a group', octets(0o13, 0o14), 'Wire type 3'],
    ['with wire type 7', octets(0o17), 'Wire type 7'],
    ['with a varint of eleven octets', octets(0o20, ...Array<number>(10).fill(0xff), 1), 'number has more than'],
    ['with a varint beyond 64 bits', octets(0o20, ...Array<number>(9).fill(0xff), 2), '64 bits'],
    ['with a length of 4 GiB', octets(0o12, 0xff, 0xff, 0xff, 0xff, 0x0f), 'ends too early'],
    ['with a length of 2^63', octets(0o12, ...Array<number>(9).fill(0x80), 1), 'length'],
    ['with a field number beyond 2^29', octets(0xf8, 0xff, 0xff, 0xff, 0xff, 0x01), 'field number'],
    ['that is nested 3000 deep', nestedOctets(800), 'nested'],
  ])('refuses protobuf %s', async (_name, body, message) => {
    const response = await post('/v1/traces', protobuf, body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    // google.rpc.Status: code 3 in field 1, the message in field 2.
    expect([...response.body.subarray(0, 3)]).toEqual([0o10, 3, 0o22]);
    expect(response.body.subarray(4).toString()).toContain(message);
  });

  it.each([
    ['as it is', json, ' '.repeat(10_001), 413],
    ['after decompression', { ...json, 'content-encoding': 'gzip' }, gzipSync(' '.repeat(10_001_000)), 413],
    ['that is no gzip', { ...json, 'content-encoding': 'gzip' }, 'xx', 400],
    ['in brotli', { ...json, 'content-encoding': 'br' }, 'xx', 415],
    ['of a wrong type', { 'content-type': 'text/plain' }, '{}', 415],
    ['of no type', {}, octets(), 415],
  ])('refuses a body %s', async (_name, headers, body, status) => {
    const response = await post('/v1/traces', headers as Record<string, string>, body);
    expect(response.status).toBe(status);
    expect(JSON.parse(response.body.toString())).toEqual({ code: status === 413 ? 8 : 3, message: expect.any(String) });
  });

  it('refuses a body without a length once it is too large', async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(' '.repeat(6_000))),
    });
    const sent = fetch(`${intake.url}/v1/logs`, { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit);
    expect((await sent).status).toBe(413);
  });

  it('says which methods and paths there are', async () => {
    const got = await fetch(`${intake.url}/v1/traces`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await post('/v1/profiles', json, '{}')).status).toBe(404);
    expect((await post('/v1/traces?x=1', json, '{}')).status).toBe(200);
  });

  it('says how many it did not take, and why', async () => {
    const spans = [
      { traceId: 'AB'.repeat(16), spanId: 'cd'.repeat(8), name: 'kept' },
      { traceId: '00'.repeat(16), spanId: 'cd'.repeat(8), name: 'all zero' },
      { traceId: 'xy'.repeat(16), spanId: 'cd'.repeat(8), name: 'no hex' },
    ];
    const response = await post('/v1/traces', json, JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
    expect(response.status).toBe(200);
    expect(JSON.parse(response.body.toString())).toEqual({
      partialSuccess: { rejectedSpans: '2', errorMessage: '2 without a valid trace or span id' },
    });
    expect(store.traces({}).map(({ traceId, name, service }) => [traceId, name, service])).toEqual([
      ['ab'.repeat(16), 'kept', 'unknown_service'],
    ]);
    expect(store.state().spans.dropped).toEqual({ overwritten: 0, refused: 2 });
  });

  it('takes log records that are sent again once, unless they say no time', async () => {
    const send = (timeUnixNano: string) => {
      const logRecords = [{ timeUnixNano, body: { stringValue: 'x' } }];
      return post('/v1/logs', json, JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }));
    };
    for (const time of ['1795651200000000000', '1795651200000000000', '1795651200000000001', '0', '0'])
      expect(await send(time)).toMatchObject({ status: 200, body: Buffer.from('{}') });
    expect(store.logs({})).toHaveLength(4);
  });

  it('says it in protobuf, too', async () => {
    // ResourceSpans { ScopeSpans { Span { name: "x" } } }
    const response = await post('/v1/traces', protobuf, octets(0o12, 7, 0o22, 5, 0o22, 3, 0o52, 1, 0x78));
    expect([...response.body.subarray(0, 5)]).toEqual([0o12, response.body.length - 2, 0o10, 1, 0o22]);
  });
});
