/**
 * What the dashboard knows of traces, logs and numbers, as its API gives it out. Times are Unix milliseconds with a fraction
 * (microseconds survive), durations milliseconds. Ids are lower-case hex. The UI imports these types and nothing else of the server.
 */

export type AttributeValue =
  | string
  | number
  | boolean
  | readonly AttributeValue[]
  | { readonly [name: string]: AttributeValue }
  | null;

export type Attributes = Readonly<Record<string, AttributeValue>>;

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export interface SpanEvent {
  readonly name: string;
  readonly at: number;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent: a root. Of a parent that never arrived the id is there all the same: an orphan. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: SpanKind;
  /** `service.name` of the resource. */
  readonly service: string;
  /** Key of `Trace.resources`. */
  readonly resource: string;
  readonly scope: string;
  readonly startedAt: number;
  readonly duration: number;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage?: string;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly traceState?: string;
  /** Attributes, events and links that the sender dropped. */
  readonly dropped: number;
}

/** `GET /api/traces/{traceId}`; 404 when none of its spans is in the store. Spans by start; late ones are merged in. */
export interface Trace {
  readonly traceId: string;
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
  /** Attributes of the resources that the spans and logs name. */
  readonly resources: Readonly<Record<string, Attributes>>;
  /** Spans of this trace that were dropped for want of room. */
  readonly dropped: number;
}

/** One row of the trace list. */
export interface TraceSummary {
  readonly traceId: string;
  /** Of the root span, or of the earliest one while the root is missing. */
  readonly name: string;
  readonly service: string;
  readonly startedAt: number;
  /** From the first start to the last end. */
  readonly duration: number;
  readonly spanCount: number;
  readonly errorCount: number;
  /** `http.response.status_code` of the root, or of the first span where that is a server's and the root is elsewhere. */
  readonly httpStatus?: number;
  /** By number of spans, most first. */
  readonly services: readonly { readonly name: string; readonly spans: number; readonly errors: number }[];
  /** The root has arrived. */
  readonly complete: boolean;
}

export type Severity = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export interface LogRecord {
  /** Grows by one with each record that arrives, across services; survives restarts. */
  readonly sequence: number;
  readonly at: number;
  readonly service: string;
  readonly resource: string;
  readonly severity: Severity;
  readonly body: string;
  readonly attributes: Attributes;
  readonly traceId?: string;
  readonly spanId?: string;
}

/** `GET /api/traces`: query parameters, all optional. Newest first. */
export interface TraceQuery {
  readonly service?: string;
  /** Name of any span of the trace, or its `brrt.operation`. */
  readonly operation?: string;
  readonly status?: 'ok' | 'error';
  /** Milliseconds. */
  readonly minDuration?: number;
  /** Found in names, attribute values and the trace id; without regard to case. */
  readonly text?: string;
  /** `name:value`, may be repeated; a trace has it when one of its spans has. `name:*` asks for presence. */
  readonly attribute?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  /** Default 100, at most 1,000. */
  readonly limit?: number;
}

/** `GET /api/logs`: newest first; `before` pages on by `sequence`. */
export interface LogQuery {
  readonly service?: string;
  /** This and more severe ones. */
  readonly severity?: Severity;
  readonly text?: string;
  readonly attribute?: readonly string[];
  readonly traceId?: string;
  readonly spanId?: string;
  readonly from?: number;
  readonly to?: number;
  readonly before?: number;
  /** Default 200, at most 2,000. */
  readonly limit?: number;
}

/** `GET /api/attributes?signal=traces|logs`: what filters can be filled with; the most frequent first, at most 200 names. */
export interface AttributeNames {
  readonly names: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** `GET /api/red?service=&window=`: server spans counted by operation, per service and over all. `window` in seconds, default 900. */
export interface RedReport {
  readonly from: number;
  readonly to: number;
  /** Seconds per point. */
  readonly step: number;
  readonly series: readonly RedSeries[];
}

export interface RedSeries {
  readonly service: string;
  /** `brrt.operation`, else the name of the span; absent: the whole service. */
  readonly operation?: string;
  /** Exact over the window. */
  readonly total: RedNumbers;
  /** One for each step from `from`. */
  readonly points: readonly RedNumbers[];
  /** Slow and failed ones among the newest: at most 20. */
  readonly exemplars: readonly Exemplar[];
}

export interface RedNumbers {
  readonly count: number;
  /** Status 4xx. */
  readonly clientErrors: number;
  /** Status 5xx, or a failed span that has no status. */
  readonly serverErrors: number;
  /** Milliseconds; null where nothing was counted. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export interface Exemplar {
  readonly traceId: string;
  readonly spanId: string;
  readonly at: number;
  readonly duration: number;
  readonly status?: number;
}

/** `GET /api/numbers?service=&window=`: what is scraped from `/metrics`, and OTLP metrics of who pushes them. */
export interface NumbersReport {
  readonly from: number;
  readonly to: number;
  readonly series: readonly NumberSeries[];
}

export interface NumberSeries {
  readonly service: string;
  readonly metric: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown';
  readonly unit?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `[at, value]`; of counters the value itself, not its rate. */
  readonly points: readonly (readonly [at: number, value: number])[];
}

/** `GET /api/errors`: failures of the same kind as one. Newest last-seen first. */
export interface ErrorGroup {
  /** Stable: made of what groups. */
  readonly id: string;
  readonly service: string;
  readonly operation: string;
  /** `error.type`, which is the problem's `code`, or the type of an exception. */
  readonly type: string;
  readonly status?: number;
  /** Of the newest occurrence. */
  readonly message: string;
  /** First line of the stack that is not of a library. */
  readonly frame?: string;
  /** What broke the contract: `body /name minLength`, at most 20. */
  readonly violations: readonly {
    readonly in: string;
    readonly pointer: string;
    readonly keyword: string;
    readonly count: number;
  }[];
  /** `contract`: an answer of the service itself broke its contract. */
  readonly kind: 'client' | 'server' | 'contract';
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Newest first, at most 20. */
  readonly samples: readonly { readonly traceId: string; readonly spanId: string; readonly at: number }[];
}

/** `GET /api/map?window=`: who calls whom, from spans; `window` in seconds, default 900. */
export interface ServiceMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

export interface MapNode {
  readonly name: string;
  /** `external`: called, and sends nothing itself. */
  readonly kind: 'service' | 'database' | 'external';
  /** Of server spans; zero for what sends none. */
  readonly numbers: RedNumbers;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  /** Of client spans. */
  readonly numbers: RedNumbers;
  /** `declared`: a client is generated for it; `observed`: calls were seen. */
  readonly seen: 'declared' | 'observed' | 'both';
}

/** `GET /api/store`: how full the store is. */
export interface StoreState {
  readonly spans: SignalState;
  readonly logs: SignalState;
  readonly metrics: SignalState;
  /** Where history is kept; absent: in memory alone. */
  readonly file?: string;
}

export interface SignalState {
  readonly count: number;
  readonly bytes: number;
  readonly maximumBytes: number;
  /** Since the store was made: overwritten by newer ones, refused for their size or form. */
  readonly dropped: { readonly overwritten: number; readonly refused: number };
}
