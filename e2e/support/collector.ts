import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** A span as OTLP/JSON has it, with what its resource and its attributes say made easy to read. */
export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  /** `SpanKind` of OTLP: 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startNanoseconds: bigint;
  readonly endNanoseconds: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  /** 0 unset, 1 ok, 2 error. */
  readonly status: number;
}

/** A log record as OTLP/JSON has it. */
export interface CollectedLog {
  readonly service: string;
  readonly severity: number;
  readonly body: unknown;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** An OpenTelemetry collector that keeps what it is sent: OTLP over HTTP, as JSON. */
export interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  readonly logs: readonly CollectedLog[];
  /** Resolves when `isComplete` says so; rejects with all spans after 20 s. */
  collected(isComplete: (spans: readonly CollectedSpan[]) => boolean): Promise<readonly CollectedSpan[]>;
}

const patienceMilliseconds = 20_000;

export async function startCollector(port: number): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const logs: CollectedLog[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const message = JSON.parse(Buffer.concat(chunks).toString());
    if (request.url === '/v1/traces') spans.push(...readSpans(message));
    if (request.url === '/v1/logs') logs.push(...readLogs(message));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    logs,
    async collected(isComplete) {
      for (const end = Date.now() + patienceMilliseconds; !isComplete(spans); await wait(50)) {
        if (Date.now() > end)
          throw new Error(`Not all spans came:\n${JSON.stringify(spans.map(describeSpan), null, 1)}`);
      }
      return spans;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `bff: GET /dashboard/{userId}`. */
export function describeSpan({ service, name }: CollectedSpan): string {
  return `${service}: ${name}`;
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface WireSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly KeyValue[];
  readonly events?: readonly { readonly name: string; readonly attributes?: readonly KeyValue[] }[];
  readonly status?: { readonly code?: number };
}

function readSpans({ resourceSpans }: Export): readonly CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const known = readAttributes(resource.attributes);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => readSpan(known, span)));
  });
}

function readSpan(resource: CollectedSpan['resource'], span: WireSpan): CollectedSpan {
  const { name, kind, traceId, spanId, parentSpanId = '', startTimeUnixNano, endTimeUnixNano, events = [] } = span;
  return {
    service: String(resource['service.name']),
    name,
    kind,
    traceId,
    spanId,
    parentSpanId,
    startNanoseconds: BigInt(startTimeUnixNano),
    endNanoseconds: BigInt(endTimeUnixNano),
    attributes: readAttributes(span.attributes ?? []),
    resource,
    events: events.map((event) => ({ name: event.name, attributes: readAttributes(event.attributes ?? []) })),
    status: span.status?.code ?? 0,
  };
}

interface LogExport {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeLogs: readonly { readonly logRecords: readonly WireLog[] }[];
  }[];
}

interface WireLog {
  readonly severityNumber: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: readonly KeyValue[];
}

function readLogs({ resourceLogs }: LogExport): readonly CollectedLog[] {
  return resourceLogs.flatMap(({ resource: { attributes }, scopeLogs }) => {
    const resource = readAttributes(attributes);
    const records = scopeLogs.flatMap(({ logRecords }) => logRecords);
    return records.map(({ severityNumber: severity, body, traceId = '', spanId = '', attributes: own = [] }) => ({
      service: String(resource['service.name']),
      severity,
      body: Object.values(body)[0],
      traceId,
      spanId,
      attributes: readAttributes(own),
      resource,
    }));
  });
}

function readAttributes(attributes: readonly KeyValue[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
