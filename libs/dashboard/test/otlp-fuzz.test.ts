import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRequest } from '../src/otlp/decode-request.ts';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';

const maximumBytes = { traces: 100_000, logs: 100_000, metrics: 100_000 };

/** Either it is taken, or it is refused with an `OtlpError`; and memory stays within its bounds. */
function tryAll(octets: Uint8Array): void {
  const store = createTelemetryStore({ maximumBytes });
  for (const signal of ['traces', 'logs', 'metrics'] as const) {
    for (const encoding of ['protobuf', 'json'] as const) {
      try {
        store.ingest(signal, decodeRequest(signal, encoding, Buffer.from(octets)));
      } catch (error) {
        expect(error).toHaveProperty('name', 'OtlpError');
      }
    }
  }
  const state = store.state();
  for (const { bytes } of [state.spans, state.logs, state.metrics]) expect(bytes).toBeLessThanOrEqual(100_000);
}

function exportedSpans(): Uint8Array {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'petstore' }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const root = provider.getTracer('t').startSpan('root', { attributes: { a: 1, b: ['x', 'y'], c: 0.5 } });
  root.addEvent('e', { d: true });
  provider
    .getTracer('t')
    .startSpan('child', { links: [{ context: root.spanContext() }] }, trace.setSpan(ROOT_CONTEXT, root))
    .end();
  root.end();
  return ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans()) ?? new Uint8Array();
}

describe('whatever is sent', () => {
  it('may be any octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), tryAll), { numRuns: 500 });
  });

  it('may be messages within messages', () => {
    const tag = fc.constantFrom(
      0o12,
      0o22,
      0o32,
      0o42,
      0o52,
      0o62,
      0o72,
      0o112,
      0o122,
      0o132,
      0o10,
      0o20,
      0o30,
      0o11,
      0o21,
      0o31,
      0o41,
      0o13,
    );
    const message = fc.letrec<{ message: number[] }>((tie) => ({
      message: fc
        .array(
          fc.tuple(tag, fc.oneof({ depthSize: 'large' }, fc.array(fc.nat(255), { maxLength: 9 }), tie('message'))),
          { maxLength: 4 },
        )
        .map((fields) =>
          fields.flatMap(([number, content]) => [number, Math.min(content.length, 127), ...content.slice(0, 127)]),
        ),
    })).message;
    fc.assert(
      fc.property(message, (octets) => tryAll(Uint8Array.from(octets))),
      { numRuns: 500 },
    );
  });

  it('may be an export with an octet that is wrong, or cut off', () => {
    const whole = exportedSpans();
    expect(decodeRequest('traces', 'protobuf', Buffer.from(whole))[0]?.records).toHaveLength(2);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (place, octet, end) => {
        const broken = Uint8Array.from(whole);
        broken[place] = octet;
        tryAll(broken);
        tryAll(whole.subarray(0, end));
      }),
      { numRuns: 500 },
    );
  });

  it('may be JSON of any form', () => {
    const name = fc.constantFrom(
      ...'resourceSpans scopeSpans spans resource attributes key value traceId spanId name kind events links status stringValue'.split(
        ' ',
      ),
      ...'resourceLogs scopeLogs logRecords body resourceMetrics scopeMetrics metrics sum gauge histogram dataPoints bucketCounts'.split(
        ' ',
      ),
      ...'startTimeUnixNano timeUnixNano arrayValue kvlistValue values intValue doubleValue __proto__ constructor'.split(
        ' ',
      ),
    );
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, true, '', '1', 'ab', 1, -1, 1e300, 0.5),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (document) => tryAll(Buffer.from(JSON.stringify(document)))),
      { numRuns: 500 },
    );
  });

  it('may be numbers beyond what a number holds', () => {
    const attribute = (value: string) =>
      `{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":{"intValue":${value}}}]},"scopeSpans":[{}]}]}`;
    const shown = (value: string) => decodeRequest('traces', 'json', Buffer.from(attribute(value)))[0]?.resource[1];
    expect(shown('9007199254740993')).toBe('9007199254740993');
    expect(shown('"9007199254740993"')).toBe('9007199254740993');
    expect(shown('-9223372036854775808')).toBe('-9223372036854775808');
    expect(shown('"12"')).toBe(12);
    expect(shown('12')).toBe(12);
  });

  it('may be more messages than are taken', () => {
    // Two million empty attributes: four megabytes that would be a gigabyte.
    const resource = Buffer.alloc(2 * 2_000_001);
    for (let index = 0; index < resource.length; index += 2) resource[index] = 0o12;
    const length = (size: number): number[] => [
      (size & 0x7f) | 0x80,
      ((size >> 7) & 0x7f) | 0x80,
      ((size >> 14) & 0x7f) | 0x80,
      size >> 21,
    ];
    const inner = Buffer.concat([Buffer.from([0o12, ...length(resource.length)]), resource]);
    const whole = Buffer.concat([Buffer.from([0o12, ...length(inner.length)]), inner]);
    expect(() => decodeRequest('traces', 'protobuf', whole)).toThrow('More than 2000000 messages');
  });
});
