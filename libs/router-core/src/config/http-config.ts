import type { ContentCoding } from '../coding/content-coding.ts';

/** Names ending in `Ms` are milliseconds, in `Secs` seconds; sizes are octets. */
export interface HttpConfig {
  /** Processes that serve at the same port, each on a core of its own; `WEB_CONCURRENCY` overrides it. */
  readonly workers: number;
  /** Of several, one that answers nothing for so long is killed and replaced; 0: none is. */
  readonly workerTimeoutMs: number;
  /** One that does not serve by then is, too; 0: none is. */
  readonly workerStartTimeoutMs: number;
  /** False answers every request with `Connection: close`. */
  readonly keepAlive: boolean;
  /** How long an idle keep-alive connection is held. */
  readonly timeoutSecs: number;
  /** Requests per connection; 0 is no limit. */
  readonly maxRequests: number;
  /** Time a handler has, unless its operation says otherwise; 0 is no deadline. */
  readonly handlerDeadlineMs: number;
  readonly headersTimeoutMs: number;
  /** Time until a request has arrived completely; 0 is no limit, for uploads and streams that last. */
  readonly requestTimeoutMs: number;
  /** Time in which a client has to take something of an answer that waits for it; 0 is no limit. */
  readonly sendTimeoutMs: number;
  readonly streams: StreamsConfig;
  /** Of any request, streams included; `x-brrtrouter-body-size-bytes` of an operation wins. */
  readonly maxBodyBytes: number;
  /** Content codings that request bodies may come in (RFC 9110 §8.4); none unless set. */
  readonly contentEncodings: readonly ContentCoding[];
  readonly multipart: MultipartConfig;
  readonly websocket: WebSocketConfig;
  readonly maxTargetOctets: number;
  readonly maxHeaderBytes: number;
  /** Lines of a header section. */
  readonly maxHeaders: number;
  readonly maxConnections: number | undefined;
  /** Beyond that many requests at once further ones are 503; streams of items count only until they begin, then for `streams`. */
  readonly maxActiveRequests: number | undefined;
  /** Where requests wait longer than that for the event loop, some are 503 until it has caught up; 0 is no limit. */
  readonly maxEventLoopDelayMs: number;
  /** Handlers that fall behind have as many requests at once as they can do in time; further ones are 503. */
  readonly adaptiveConcurrency: boolean;
  /** Where clients reach this service, without a slash at its end; undefined: at the host that they name. */
  readonly externalUrl: string | undefined;
  /** Addresses and networks (CIDR) whose word about the client's address is believed. */
  readonly trustedProxies: readonly string[];
  /** Where they write it; the other header is ignored, since a client may have sent it. */
  readonly forwardedHeader: ForwardedHeader;
  readonly securityHeaders: SecurityHeadersConfig;
  /** Refuses query parameters that the contract does not declare. */
  readonly strictQuery: boolean;
  readonly validateResponses: boolean;
  /** What stands before the name of a problem in `type` (RFC 9457 §3.1.1). */
  readonly problemBase: string;
  /** Between not being ready and closing the listener. */
  readonly drainDelayMs: number;
  /** After that, connections still busy are closed. */
  readonly drainTimeoutMs: number;
}

/** What browsers are told with every answer; an operation that declares one of them sends its own. */
export interface SecurityHeadersConfig {
  readonly enabled: boolean;
  readonly referrerPolicy: string;
  readonly crossOriginResourcePolicy: 'same-origin' | 'same-site' | 'cross-origin';
  /** `Strict-Transport-Security`; undefined: a year where the service itself speaks TLS; 0: not sent. */
  readonly hstsMaxAgeSecs: number | undefined;
}

/** Answers that are sent item by item: server-sent events, sequences of JSON, streamed parts. */
export interface StreamsConfig {
  /** A comment is sent after so long without an event, so that nobody takes the connection for dead; 0: never. */
  readonly heartbeatMs: number;
  /** Of one stream; 0 is no limit. Event streams end then and are taken up again by their clients, others are cut. */
  readonly maxDurationMs: number;
  /** Beyond that many open streams further ones are 503. */
  readonly maxOpen: number;
  /** The same for single operations. */
  readonly operations: Readonly<Record<string, number>>;
}

/** Limits of multipart bodies, inside of `maxBodyBytes`. */
export interface MultipartConfig {
  /** Of one body, or of a part that has parts itself. */
  readonly maxParts: number;
  /** Of one file; as the whole body unless set. */
  readonly maxFileBytes: number | undefined;
  /** Of all parts that are no files, together: they are held in memory. */
  readonly maxFieldBytes: number;
  readonly maxPartHeaderBytes: number;
  /** Of the name of a part, or of a field of a form. */
  readonly maxNameBytes: number;
  /** Of a file: what is larger goes to a temporary file that has no name. */
  readonly memoryBytes: number;
  /** Of temporary files; that of the system unless set. */
  readonly directory: string | undefined;
}

/** Limits of operations with `x-websocket`, which may set some of their own. */
export interface WebSocketConfig {
  /** Of one message of a client, after decompression. */
  readonly maxMessageBytes: number;
  /** At once, in one process; further handshakes are 503. */
  readonly maxConnections: number;
  /** Of messages that a client has not taken; beyond that its connection is cut. */
  readonly maxWaitingBytes: number;
  /** Between pings; a client without a sign of life for two of them is cut. 0: none are sent. */
  readonly pingIntervalMs: number;
  /** Without a message either way the connection is closed; 0 is no limit. */
  readonly idleTimeoutMs: number;
  /** Offers `permessage-deflate` (RFC 7692). */
  readonly compression: boolean;
}

export const forwardedHeaders = ['x-forwarded-for', 'forwarded'] as const;

export type ForwardedHeader = (typeof forwardedHeaders)[number];
