/** `clients.<service>` of the configuration. */
export interface ClientConfig {
  /** Base URL without a slash at its end. */
  readonly url: string;
  /** Credential by security scheme of the called contract. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Where tokens come from, by security scheme of the called contract. */
  readonly tokens: Readonly<Record<string, ClientTokenConfig | JwtSvidConfig>>;
  readonly timeoutMs: number;
  readonly tls: ClientTlsConfig | undefined;
  /** To the service, one call at a time on each. */
  readonly connections: number;
  /** Calls that may wait for a connection; further ones fail at once. */
  readonly maxWaiting: number;
  readonly retry: RetryConfig;
  readonly breaker: BreakerConfig;
  readonly cache: CacheConfig;
  /** Calls that are the same as one under way get its answer, where the contract says how long answers are good for. */
  readonly coalesce: boolean;
  /** What differs, by `Operation.name`. */
  readonly operations: Readonly<Record<string, ClientOperationConfig>>;
  readonly passThrough: PassThroughConfig;
}

/** What holds for requests that are passed on to the service. */
export interface PassThroughConfig {
  /** Names of header fields with credentials of the caller that go on to the service: none unless named. */
  readonly callerCredentials: readonly string[];
  /** Where those of `credentials` stand, by the same names: the contract of the service is not there to say it. */
  readonly securitySchemes: Readonly<Record<string, PassedSchemeConfig>>;
}

/** What a Security Scheme Object says (OpenAPI 3.1 §4.8.27). */
export interface PassedSchemeConfig {
  readonly type: (typeof passedSchemeTypes)[number];
  /** With `apiKey`. */
  readonly in: (typeof passedSchemePlaces)[number];
  readonly name: string | undefined;
  /** With `http`. */
  readonly scheme: (typeof passedHttpSchemes)[number];
}

export const passedSchemeTypes = ['apiKey', 'http'] as const;
export const passedSchemePlaces = ['header', 'query', 'cookie'] as const;
export const passedHttpSchemes = ['bearer', 'basic'] as const;

/** Calls that are sent again because nothing, or a passing failure, came back. */
export interface RetryConfig {
  readonly enabled: boolean;
  /** After the first one. */
  readonly attempts: number;
  /** A random time up to this passes before the first retry, up to twice as much before the second, and so on. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** Retries per hundred calls to the service that are allowed beyond a small reserve. */
  readonly budgetPercent: number;
}

/** A service that mostly fails is left alone for a while. */
export interface BreakerConfig {
  readonly enabled: boolean;
  /** Share of failed calls within `windowMs` beyond which it is left alone. */
  readonly failurePercent: number;
  readonly windowMs: number;
  /** Fewer calls within `windowMs` say nothing. */
  readonly minimumCalls: number;
  /** How long; then one call tries. */
  readonly openMs: number;
}

/** Answers that are kept and used again as HTTP allows (RFC 9111), where the contract says how long they are good for. */
export interface CacheConfig {
  readonly enabled: boolean;
  /** Of all answers of the service together; the one that was not used for longest goes first. */
  readonly maxBytes: number;
  /** Longer answers are not kept. */
  readonly maxEntryBytes: number;
}

export interface ClientOperationConfig {
  readonly timeoutMs: number | undefined;
  /** False: never sent twice. True: also where the method is not idempotent, because the service says so. */
  readonly retry: boolean | undefined;
  /** Safe methods only: without an answer by then the call is sent a second time, and the first answer counts. */
  readonly hedgeAfterMs: number | undefined;
  /** True: also where the contract does not say how long answers are good for; they say it themselves. GET only. */
  readonly cache: boolean | undefined;
  /** True: also where the contract says nothing of that. Safe methods only. */
  readonly coalesce: boolean | undefined;
}

/** What a client does that is not configured. */
export const defaultResilience: Pick<
  ClientConfig,
  'connections' | 'maxWaiting' | 'retry' | 'breaker' | 'cache' | 'coalesce' | 'operations'
> = {
  connections: 128,
  maxWaiting: 1_024,
  retry: { enabled: true, attempts: 2, baseMs: 50, maxMs: 1_000, budgetPercent: 20 },
  breaker: { enabled: true, failurePercent: 50, windowMs: 10_000, minimumCalls: 20, openMs: 5_000 },
  cache: { enabled: true, maxBytes: 16 * 1024 * 1024, maxEntryBytes: 1024 * 1024 },
  coalesce: true,
  operations: {},
};

export const tokenGrants = ['client_credentials', 'token_exchange'] as const;

/** How calls get a token: of this service itself (RFC 6749 §4.4), or the caller's exchanged for another (RFC 8693). */
export interface ClientTokenConfig {
  readonly grant: (typeof tokenGrants)[number];
  readonly tokenUrl: string;
  /** How this service authenticates there. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** For whom the token is meant, where the server has to be told. */
  readonly audience: string | undefined;
  readonly timeoutMs: number;
}

/** Calls carry a JWT-SVID of this service, from the Workload API (`security.spiffe.socket`). */
export interface JwtSvidConfig {
  readonly grant: 'jwt_svid';
  /** The called service, as it calls itself. */
  readonly audience: string;
  readonly timeoutMs: number;
}

/** What a client shows to the called service, and whom it believes of it. */
export interface ClientTlsConfig {
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  /** Roots of the called service; undefined: those that Node comes with. */
  readonly caFile: string | undefined;
  /** Name in the certificate of the service, where it is not that of the address. */
  readonly serverName: string | undefined;
  /** Shows the X.509-SVID of `security.spiffe`, and wants to be shown one. */
  readonly svid: boolean;
  /** Who the called service may be: IDs or patterns, with `svid`. */
  readonly spiffeIds: readonly string[];
  readonly reloadSecs: number;
  readonly maxConnectionAgeSecs: number;
}
