import { type Attributes, ROOT_CONTEXT, SeverityNumber, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { serveIntake } from './serve-intake.ts';

let store = createTelemetryStore();
let intake: Awaited<ReturnType<typeof serveIntake>>;

beforeAll(async () => {
  intake = await serveIntake({ ingest: (signal, batch) => store.ingest(signal, batch) });
});
afterAll(() => intake.close());
beforeEach(() => {
  store = createTelemetryStore();
});

const resource = resourceFromAttributes({ 'service.name': 'petstore', 'service.version': '1.2.0' });
const attributes: Attributes = {
  'http.route': '/pets',
  'http.response.status_code': 200,
  'brrt.share': 0.25,
  negative: -7,
  beyond: 2 ** 60,
  yes: true,
  list: ['a', 'b'],
  ünïcode: 'Größe 🐕',
};

describe.each([
  ['protobuf', ProtobufTraces, CompressionAlgorithm.NONE],
  ['protobuf, gzip', ProtobufTraces, CompressionAlgorithm.GZIP],
  ['JSON', JsonTraces, CompressionAlgorithm.NONE],
  ['JSON, gzip', JsonTraces, CompressionAlgorithm.GZIP],
] as const)('spans of the OpenTelemetry SDK as %s', (_name, Exporter, compression) => {
  it('arrive as they were', async () => {
    const exporter = new Exporter({ url: `${intake.url}/v1/traces`, compression });
    const provider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter })] });
    const tracer = provider.getTracer('@brrt/observability');
    const root = tracer.startSpan('GET /pets', {
      kind: SpanKind.SERVER,
      startTime: [1_795_651_200, 123_456_000],
      attributes,
    });
    root.addEvent('exception', { 'exception.type': 'TypeError' }, [1_795_651_200, 124_000_000]);
    root.setStatus({ code: SpanStatusCode.ERROR, message: 'it broke' });
    const child = tracer.startSpan(
      'SELECT',
      { kind: SpanKind.CLIENT, links: [{ context: root.spanContext(), attributes: { why: 'test' } }] },
      trace.setSpan(ROOT_CONTEXT, root),
    );
    child.end();
    root.end([1_795_651_200, 133_456_789]);
    await provider.forceFlush();
    const { traceId, spanId } = root.spanContext();
    const found = store.trace(traceId);
    const [first] = found?.spans ?? [];
    expect(first).toEqual({
      traceId,
      spanId,
      name: 'GET /pets',
      kind: 'server',
      service: 'petstore',
      resource: first?.resource,
      scope: '@brrt/observability',
      startedAt: 1_795_651_200_123.456,
      duration: 10.000789,
      status: 'error',
      statusMessage: 'it broke',
      attributes: { ...attributes, beyond: expect.stringMatching(/^11529215046068(?:46976|47000)$/) },
      events: [{ name: 'exception', at: 1_795_651_200_124, attributes: { 'exception.type': 'TypeError' } }],
      links: [],
      dropped: 0,
    });
    expect(found?.spans[1]).toMatchObject({
      parentSpanId: spanId,
      kind: 'client',
      links: [{ traceId, spanId, attributes: { why: 'test' } }],
    });
    expect(found?.resources[first?.resource ?? '']).toEqual({ 'service.name': 'petstore', 'service.version': '1.2.0' });
    await provider.shutdown();
  });
});

describe.each([
  ['protobuf', ProtobufLogs],
  ['JSON', JsonLogs],
] as const)('log records of the OpenTelemetry SDK as %s', (_name, Exporter) => {
  it('arrive as they were', async () => {
    const exporter = new Exporter({ url: `${intake.url}/v1/logs` });
    const provider = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter })] });
    const parent = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 };
    const logger = provider.getLogger('pino');
    logger.emit({
      timestamp: [1_795_651_200, 5_000_000],
      severityNumber: SeverityNumber.WARN,
      body: 'slow answer',
      attributes: { operation: 'listPets', took: 1.5 },
      context: trace.setSpanContext(ROOT_CONTEXT, parent),
    });
    logger.emit({ severityNumber: SeverityNumber.FATAL, body: { a: [1, 'x'] } });
    await provider.forceFlush();
    expect(store.logs({ severity: 'warn', service: 'petstore' })).toEqual([
      expect.objectContaining({ sequence: 2, severity: 'fatal', body: '{"a":[1,"x"]}' }),
      {
        sequence: 1,
        at: 1_795_651_200_005,
        service: 'petstore',
        resource: expect.stringMatching(/^[\da-f]{16}$/),
        severity: 'warn',
        body: 'slow answer',
        attributes: { operation: 'listPets', took: 1.5 },
        traceId: parent.traceId,
        spanId: parent.spanId,
      },
    ]);
    await provider.shutdown();
  });
});
