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
}

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
