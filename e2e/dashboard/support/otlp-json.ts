/** Plain objects to OTLP JSON, for what tests send to the intake. */
export interface SampleSpan {
  readonly service: string;
  readonly traceId: string;
  readonly id: number;
  readonly parent?: number;
  readonly name: string;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Unix milliseconds. */
  readonly at: number;
  readonly duration: number;
  readonly error?: string | true;
  readonly attributes?: SampleAttributes;
  readonly events?: readonly { readonly name: string; readonly at: number; readonly attributes?: SampleAttributes }[];
  readonly links?: readonly { readonly traceId: string; readonly id: number }[];
}

export interface SampleLog {
  readonly service: string;
  readonly at: number;
  readonly severity: 'debug' | 'info' | 'warn' | 'error';
  readonly body: string;
  readonly traceId?: string;
  readonly id?: number;
  readonly attributes?: SampleAttributes;
}

export type SampleAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
const severities = { debug: 5, info: 9, warn: 13, error: 17 } as const;

export function traceIdOf(number: number): string {
  return `0af7651916cd43dd${number.toString(16).padStart(16, '0')}`;
}

export function spanIdOf(number: number): string {
  return `b7ad${number.toString(16).padStart(12, '0')}`;
}

export function encodeSpans(spans: readonly SampleSpan[]): unknown {
  return {
    resourceSpans: byService(spans, (all) => ({
      scopeSpans: [{ scope: { name: 'brrt' }, spans: all.map(encodeSpan) }],
    })),
  };
}

export function encodeLogs(logs: readonly SampleLog[]): unknown {
  return {
    resourceLogs: byService(logs, (all) => ({
      scopeLogs: [{ scope: { name: 'pino' }, logRecords: all.map(encodeLog) }],
    })),
  };
}

function byService<T extends { readonly service: string }>(
  records: readonly T[],
  encode: (all: readonly T[]) => object,
) {
  return [...Map.groupBy(records, ({ service }) => service)].map(([service, all]) => ({
    resource: {
      attributes: encodeAttributes({
        'service.name': service,
        'service.version': '1.4.0',
        'process.pid': 4242,
        'telemetry.sdk.language': 'nodejs',
      }),
    },
    ...encode(all),
  }));
}

function encodeSpan({
  traceId,
  id,
  parent,
  name,
  kind = 'internal',
  at,
  duration,
  error,
  attributes = {},
  events = [],
  links = [],
}: SampleSpan) {
  return {
    traceId,
    spanId: spanIdOf(id),
    ...(parent !== undefined && { parentSpanId: spanIdOf(parent) }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(at),
    endTimeUnixNano: nanoseconds(at + duration),
    attributes: encodeAttributes(attributes),
    status: error === undefined ? {} : { code: 2, ...(error !== true && { message: error }) },
    events: events.map((event) => ({
      name: event.name,
      timeUnixNano: nanoseconds(event.at),
      attributes: encodeAttributes(event.attributes ?? {}),
    })),
    links: links.map((link) => ({ traceId: link.traceId, spanId: spanIdOf(link.id) })),
  };
}

function encodeLog({ at, severity, body, traceId, id, attributes = {} }: SampleLog) {
  return {
    timeUnixNano: nanoseconds(at),
    severityNumber: severities[severity],
    severityText: severity.toUpperCase(),
    body: { stringValue: body },
    attributes: encodeAttributes(attributes),
    ...(traceId !== undefined && { traceId }),
    ...(id !== undefined && { spanId: spanIdOf(id) }),
  };
}

function encodeAttributes(attributes: SampleAttributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: encodeValue(value) }));
}

function encodeValue(value: SampleAttributes[string]): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}

function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n);
}
