export interface RateLimitConfig {
  readonly enabled: boolean;
  /** Requests of one client per window and operation. */
  readonly requests: number;
  readonly windowSecs: number;
  /** Clients remembered at most. */
  readonly maxKeys: number;
  /**
   * What requests are counted under: who authenticated, everybody else by address; only who authenticated; the address.
   */
  readonly key: 'subject_then_ip' | 'subject' | 'ip';
  /** Where they are counted; undefined: in the memory of this process. */
  readonly store: RateLimitStoreConfig | undefined;
  /** True: declared `OPTIONS` operations are not counted. */
  readonly skipOptions: boolean;
  /** Requests per window by `operationId`, instead of `requests`. */
  readonly routes: Readonly<Record<string, number>>;
}

/** A Redis or Valkey server that all processes of a service count in. */
export interface RateLimitStoreConfig {
  /** `redis://` or `rediss://` (TLS), with user and password; `valkey://` and `valkeys://` mean the same. */
  readonly url: string;
  /** Before every key. */
  readonly prefix: string;
  /** Beyond that the store counts as out of reach. */
  readonly timeoutMs: number;
  /** While it is: `open` counts in the memory of this process, `closed` answers 503. */
  readonly onFailure: 'open' | 'closed';
}
