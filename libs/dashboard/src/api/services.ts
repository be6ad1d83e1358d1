/** What the dashboard knows of the services of the workspace, as its API gives it out. */

/** `GET /api/services`. */
export interface ServiceInfo {
  readonly name: string;
  /** `workspace`: run by `brrt`; `telemetry`: known by what it sent alone. */
  readonly origin: 'workspace' | 'telemetry';
  readonly state:
    | 'starting'
    | 'ready'
    | 'degraded'
    | 'not-ready'
    | 'draining'
    | 'stopped'
    | 'crashed'
    | 'contract-broken'
    | 'unknown';
  /** `http://127.0.0.1:8081` */
  readonly url?: string;
  readonly title?: string;
  readonly version?: string;
  /** SHA-256 of the contract as it is served, 12 hex digits. */
  readonly contractHash?: string;
  readonly startedAt?: number;
  readonly restarts: number;
  readonly pid?: number;
  /** Of the last start or reload, milliseconds. */
  readonly startMilliseconds?: number;
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
  readonly checks: readonly {
    readonly name: string;
    readonly status: string;
    readonly detail?: string;
    /** Of the client of a called service: state of its breaker. */
    readonly circuit?: string;
  }[];
  /** Log records of severity error in the store. */
  readonly errorCount: number;
  readonly lastSeen?: number;
  /** Services that it has a generated client of. */
  readonly clients: readonly string[];
  readonly operations: number;
  /** `start`, `stop` and `restart` can be asked for: `POST /api/services/{name}/{action}` answers 202. */
  readonly actions: readonly ('start' | 'stop' | 'restart')[];
}

/** `GET /api/services/{name}/operations`: all that a form needs. */
export interface OperationInfo {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly parameters: readonly ParameterInfo[];
  readonly body?: BodyInfo;
  readonly responses: readonly ResponseInfo[];
  /** OR of ANDs; `[]`: public. */
  readonly security: readonly (readonly { readonly scheme: string; readonly scopes: readonly string[] }[])[];
  /** The operation is no call: its request opens a WebSocket. */
  readonly webSocket?: WebSocketInfo;
  readonly mock: MockState;
  /** False: there is no handler yet, the contract answers. */
  readonly implemented: boolean;
  /** `apps/petstore/src/handlers/list-pets.ts`, where there is one. */
  readonly handlerFile?: string;
  /** Line in the contract, from 1. */
  readonly line?: number;
}

/** A JSON Schema (2020-12) whose references point into `SchemaBundle.$defs`. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** `GET /api/services/{name}/schemas`: component schemas by name, referred to as `#/$defs/<name>`. */
export interface SchemaBundle {
  readonly $defs: Readonly<Record<string, JsonSchema>>;
}

export interface ParameterInfo {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring';
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly examples: readonly NamedExample[];
}

export interface BodyInfo {
  readonly required: boolean;
  readonly description?: string;
  readonly content: readonly ContentInfo[];
}

export interface ContentInfo {
  readonly mediaType: string;
  readonly schema?: JsonSchema;
  /** `stream`: items one by one (`itemSchema`). */
  readonly kind: 'json' | 'form' | 'multipart' | 'text' | 'xml' | 'binary' | 'stream';
  /** The contract's own first; at least one, made of the schema where it gives none and one can be made. */
  readonly examples: readonly NamedExample[];
}

/** Messages of a WebSocket, named from the side of the service. */
export interface WebSocketInfo {
  readonly subprotocols: readonly string[];
  readonly receive: MessagesInfo;
  readonly send: MessagesInfo;
}

export interface MessagesInfo {
  /** Undefined: no text messages. */
  readonly content?: ContentInfo;
  /** Octets are messages too. */
  readonly binary: boolean;
}

export interface ResponseInfo {
  /** `200`, `4XX`, `default` */
  readonly status: string;
  readonly description?: string;
  readonly content: readonly ContentInfo[];
}

export interface NamedExample {
  readonly name: string;
  readonly summary?: string;
  readonly value: unknown;
  /** `schema`: made up by the generator. */
  readonly origin: 'contract' | 'schema';
  /** Where and why it breaks its schema, although the contract shows it; such ones come last. */
  readonly broken?: string;
}

/** `GET /api/services/{name}/security`: schemes that its operations ask for, and what the workspace's development configuration offers. */
export interface SecuritySchemeInfo {
  readonly name: string;
  readonly type: 'apiKey' | 'http' | 'oauth2' | 'openIdConnect' | 'mutualTLS';
  /** `bearer`, `basic`, … of `http`. */
  readonly scheme?: string;
  readonly in?: 'header' | 'query' | 'cookie';
  readonly parameterName?: string;
  readonly bearerFormat?: string;
  readonly scopes: readonly string[];
  readonly description?: string;
  /** A key of `config.development.yaml` can be filled in by the server: the UI never sees it, it sends `useDevelopment: true`. */
  readonly hasDevelopmentCredential: boolean;
  /** The service takes tokens that the dashboard makes, with any scopes: a development credential opens the scheme. */
  readonly mintsTokens?: boolean;
  /** Why the console cannot show what this scheme asks for; absent: it can. */
  readonly unusable?: string;
}

/** How an operation answers. `PUT /api/services/{name}/operations/{operationId}/mock` takes one, and 409 says why it cannot be. */
export type MockState =
  | { readonly mode: 'handler' }
  /** There is no handler yet: the contract answers anyway. */
  | { readonly mode: 'contract' }
  | { readonly mode: 'example'; readonly example?: string; readonly status?: string }
  | { readonly mode: 'generated'; readonly status?: string }
  /** The handler answers, later and not always: a share of `failShare` (0 to 1) with `status`. */
  | { readonly mode: 'chaos'; readonly delayMilliseconds: number; readonly failShare: number; readonly status: number };

/** `GET /api/services/{name}/contract`. */
export interface ContractState {
  readonly file: string;
  /** As it is served; the file may be newer and broken. */
  readonly hash: string;
  readonly text: string;
  readonly findings: readonly ContractFinding[];
  /** Unified diff of the contract at git's HEAD and now; empty: the same; absent: no git. */
  readonly diffToHead?: string;
  /** Operation by operation, HEAD to now. */
  readonly changesToHead: readonly OperationChange[];
  /** Newest first, at most 100. */
  readonly reloads: readonly Reload[];
}

export interface ContractFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
  readonly hint?: string;
}

export interface Reload {
  readonly at: number;
  /** `code`: no contract was among the files. */
  readonly kind: 'contract' | 'code';
  readonly outcome: 'accepted' | 'rejected';
  readonly files: readonly string[];
  /** From the change seen to the service ready again. */
  readonly milliseconds?: number;
  readonly findings: readonly ContractFinding[];
  /** Why it was not taken, in lines; absent where findings say it. */
  readonly reason?: string;
  readonly changes: readonly OperationChange[];
  /** Unified diff of the contract before and after. */
  readonly diff?: string;
}

export interface OperationChange {
  readonly operation: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** `parameter limit: maximum 100 → 50` */
  readonly details: readonly string[];
}
