/** The API console: the browser asks the dashboard, the dashboard calls the service. No CORS, and a trace that is known beforehand. */

/** Body of `POST /api/services/{name}/call`. */
export interface CallRequest {
  readonly operationId: string;
  /** Decoded values by place and name; they are encoded by the contract's styles. */
  readonly parameters: Readonly<
    Partial<Record<'path' | 'query' | 'header' | 'cookie' | 'querystring', Readonly<Record<string, unknown>>>>
  >;
  /** Headers beyond the contract's, such as `Prefer` or `Last-Event-ID`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: CallBody;
  readonly credentials: readonly CallCredential[];
  /** Sends what breaks the contract, to see the service refuse it; otherwise the call ends after `checked`. */
  readonly sendInvalid: boolean;
  /** Opens the WebSocket; without it the call of one ends after `checked`. */
  readonly open?: boolean;
}

/** Body of `POST /api/services/{name}/message`: goes over the WebSocket of a call that is open. */
export interface MessageRequest {
  readonly traceId: string;
  readonly text: string;
  /** Sends what breaks the contract, to see the service refuse it. */
  readonly sendInvalid: boolean;
}

export type CallBody =
  | { readonly mediaType: string; readonly value: unknown }
  /** As typed, for what is no JSON. */
  | { readonly mediaType: string; readonly text: string }
  | { readonly mediaType: string; readonly base64: string };

/** Octets inside of `CallBody.value`, as a file of a multipart body; examples of octets have this form too. */
export interface OctetsValue {
  readonly $base64: string;
  readonly filename?: string;
  readonly mediaType?: string;
}

export type CallCredential =
  /** The key of `config.development.yaml`, filled in by the server. */
  | { readonly scheme: string; readonly useDevelopment: true }
  | { readonly scheme: string; readonly value: string }
  | { readonly scheme: string; readonly username: string; readonly password: string }
  /** A token that the dashboard makes for this call; the page never sees it. See `SecuritySchemeInfo.mintsTokens`. */
  | { readonly scheme: string; readonly mint: TokenWish };

/** Who a minted token is about, and what it lets him do. */
export interface TokenWish {
  /** `developer` when left out. */
  readonly subject?: string;
  readonly scopes: readonly string[];
}

/** The answer to `POST /api/services/{name}/call` is NDJSON, one of these per line, as things happen; closing it aborts the call. */
export type CallEvent =
  | CallChecked
  | {
      readonly type: 'head';
      readonly status: number;
      readonly statusText: string;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly timing: CallTiming;
    }
  /** Octets as they come; `text` where they are UTF-8. */
  | { readonly type: 'chunk'; readonly text?: string; readonly base64?: string; readonly at: number }
  | {
      readonly type: 'end';
      readonly timing: CallTiming;
      readonly size: number;
      readonly truncated: boolean;
      readonly violations: readonly CallViolation[];
      readonly mock?: string;
    }
  /** Over a WebSocket, which was opened: the head has 101. */
  | SocketMessage
  | { readonly type: 'closed'; readonly code: number; readonly reason: string; readonly timing: CallTiming }
  /** No answer: refused connection, time-out, TLS. */
  | { readonly type: 'failed'; readonly message: string; readonly timing: CallTiming };

export interface SocketMessage {
  readonly type: 'message';
  readonly from: 'service' | 'page';
  readonly text?: string;
  readonly base64?: string;
  readonly at: number;
  /** Where it breaks the contract. */
  readonly violations: readonly CallViolation[];
  /** False: it was not sent, because of the violations. */
  readonly sent: boolean;
}

export interface CallChecked {
  readonly type: 'checked';
  /** Where the request breaks the contract. */
  readonly violations: readonly CallViolation[];
  /** False: nothing was sent, because of the violations or for what `note` says. */
  readonly sent: boolean;
  readonly note?: string;
  readonly traceId: string;
  readonly url: string;
  readonly method: string;
  /** As sent; credentials are `•••`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly samples: readonly CodeSample[];
}

export interface CallViolation {
  readonly in:
    | 'path'
    | 'query'
    | 'header'
    | 'cookie'
    | 'querystring'
    | 'body'
    | 'status'
    | 'response-header'
    | 'message'
    | 'response-body';
  readonly pointer: string;
  readonly keyword: string;
  readonly detail: string;
}

/** Milliseconds from the start of the call. */
export interface CallTiming {
  readonly connect?: number;
  readonly firstByte?: number;
  readonly total: number;
}

export interface CodeSample {
  readonly language: 'curl' | 'fetch' | 'client' | 'http' | 'wscat' | 'websocket';
  readonly text: string;
}
