import type { DocsViewer } from '../docs/viewer-files.ts';
import type { ClientConfig } from './client-config.ts';
import type { HttpConfig } from './http-config.ts';
import type { MutualTlsConfig, SpiffeConfig, TlsConfig } from './identity-config.ts';
import type { RateLimitConfig } from './rate-limit-config.ts';
import type { InquiriesConfig, RefusedCredentialsConfig } from './refused-credentials-config.ts';
import type { WebhookConfig } from './webhook-config.ts';

/** Everything that a service is told at its start. Made by `readConfig`; keys are those of `config.yaml` in camelCase. */
export interface ServiceConfig {
  /** `NODE_ENV` is `production`. */
  readonly production: boolean;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Address to listen on: `0.0.0.0` in production, else `127.0.0.1`, unless set. */
  readonly host: string;
  /** Where health, readiness, metrics, contract and docs are instead, over plain HTTP; undefined: at `port`. */
  readonly management: ManagementConfig | undefined;
  readonly http: HttpConfig;
  /** Present: the service listens for https, and for nothing else. */
  readonly tls: TlsConfig | undefined;
  readonly examples: ExamplesConfig;
  readonly cors: CorsConfig;
  readonly rateLimit: RateLimitConfig;
  readonly compression: CompressionConfig;
  readonly security: SecurityConfig;
  /** By the name of the called service. */
  readonly clients: Readonly<Record<string, ClientConfig>>;
  readonly database: DatabaseConfig;
  readonly log: LogConfig;
  readonly webhooks: WebhookConfig;
  readonly health: HealthConfig;
  /** Who shows the API reference at `/docs`; false: nobody. */
  readonly docs: DocsViewer | false;
  /** Path of `config.development.yaml` when its values are in use: `main` warns of it. */
  readonly developmentConfig: string | undefined;
  /** What was accepted and deserves a second look; `main` logs each at warn. */
  readonly warnings: readonly string[];
}

export interface ManagementConfig {
  readonly port: number;
  /** That of the service, unless set. */
  readonly host: string;
}

/** How operations answer that have no handler; `Prefer` of a request comes first. */
export interface ExamplesConfig {
  /** Of generated values: the same seed gives the same values. */
  readonly seed: number | undefined;
  /** Generated values, others each time, instead of examples. */
  readonly dynamic: boolean;
}

/** Cross-origin defaults; `x-cors` of an operation narrows them. */
export interface CorsConfig {
  /** Serialised origins (`https://app.example.com`), or `*` alone. Empty: no other origin. */
  readonly origins: readonly string[];
  readonly allowedHeaders: readonly string[];
  /** Undefined: every method that the contract declares for the path. */
  readonly allowedMethods: readonly string[] | undefined;
  readonly allowCredentials: boolean;
  readonly exposeHeaders: readonly string[];
  /** Seconds a browser may keep a preflight; undefined sends nothing. */
  readonly maxAge: number | undefined;
}

/** Of responses, as the client accepts it. */
export interface CompressionConfig {
  readonly enabled: boolean;
  /** What is shorter is sent as it is. */
  readonly minBytes: number;
  /** From 0 to 9, as of gzip; brotli and zstd are given the level of like cost. */
  readonly level: number;
}

/** Credentials and identity providers by the name of the security scheme in the contract. */
export interface SecurityConfig {
  readonly apiKeys: Readonly<Record<string, ApiKeyConfig>>;
  readonly jwks: Readonly<Record<string, JwksConfig>>;
  /** Issuers whose key set is found by OpenID Connect Discovery. */
  readonly oidc: Readonly<Record<string, OidcConfig>>;
  /** Authorization servers that are asked about each token (RFC 7662). */
  readonly introspection: Readonly<Record<string, IntrospectionConfig>>;
  /** Services that are asked about each API key. */
  readonly remoteApiKeys: Readonly<Record<string, RemoteApiKeysConfig>>;
  /** Serves every bearer and oauth2 scheme that has no entry in `jwks`. */
  readonly propelauth: JwksConfig | undefined;
  readonly basic: Readonly<Record<string, BasicConfig>>;
  /** Of schemes with `x-webhook-signature`. */
  readonly webhookSignatures: Readonly<Record<string, WebhookSignatureConfig>>;
  readonly mutualTls: Readonly<Record<string, MutualTlsConfig>>;
  readonly spiffe: SpiffeConfig | undefined;
  readonly refusedCredentials: RefusedCredentialsConfig;
  readonly inquiries: InquiriesConfig;
  /** Only from `config.development.yaml`, never in production. */
  readonly development: Readonly<Record<string, DevelopmentCredential>>;
}

export interface ApiKeyConfig {
  /** SHA-256 of every active key, 64 lower-case hexadecimal digits; the keys themselves are not kept. */
  readonly sha256: readonly string[];
  /** Overrides the header's name in the contract. */
  readonly headerName: string | undefined;
  /** Role names that every key of the scheme has (OpenAPI 3.1 §4.8.30). */
  readonly scopes: readonly string[];
}

/** Whether tokens have to be bound to a key of their sender (RFC 9449). A token that is bound is never taken without its proof. */
export interface BindingConfig {
  /** Undefined: as `allowed`, but clients are not told that they may. */
  readonly dpop?: DpopMode | undefined;
  /** Present: proofs have to repeat a nonce, made with this secret; the same in every process of the service. */
  readonly dpopNonceSecret?: string | undefined;
}

export const dpopModes = ['allowed', 'required'] as const;

export type DpopMode = (typeof dpopModes)[number];

/** What is demanded of a JSON Web Token beside its signature. */
export interface TokenRules extends BindingConfig {
  /** Must equal the claim exactly; undefined accepts any issuer. */
  readonly iss: string | undefined;
  /** Must be what `audClaim` says, or in its list; undefined accepts any. */
  readonly aud: string | undefined;
  /** The claim that names the audience; access tokens of some providers (Amazon Cognito) have none but `client_id`. */
  readonly audClaim: AudienceClaim;
  /** Clock tolerance for `exp`, `nbf` and `iat`. */
  readonly leewaySecs: number;
  /** Signature algorithms accepted (RFC 8725 §3.1); asymmetric only. */
  readonly algorithms: readonly SignatureAlgorithm[];
  /** Required header `typ`, such as `at+jwt` (RFC 9068 §2.1). */
  readonly typ: string | undefined;
}

export const audienceClaims = ['aud', 'azp', 'client_id'] as const;

export type AudienceClaim = (typeof audienceClaims)[number];

export interface JwksConfig extends TokenRules {
  readonly jwksUrl: string;
  /** How long a key set is used before it is fetched again. */
  readonly cacheTtlSecs: number;
}

export interface OidcConfig extends Omit<TokenRules, 'iss'> {
  /** Undefined: that of the `openIdConnectUrl` in the contract. */
  readonly issuer: string | undefined;
  /** How long a key set is used before it is fetched again. */
  readonly cacheTtlSecs: number;
}

export interface IntrospectionConfig extends BindingConfig {
  /** Where to ask; undefined: the `introspection_endpoint` of `issuer`. */
  readonly url: string | undefined;
  readonly issuer: string | undefined;
  /** How this service authenticates there (RFC 7662 §2.1). */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly iss: string | undefined;
  readonly aud: string | undefined;
  readonly timeoutMs: number;
  /** How long an active token is remembered, at most until it expires. */
  readonly cacheTtlSecs: number;
}

export interface RemoteApiKeysConfig {
  /** Asked with the key in the header it came in; 2xx means good. */
  readonly verifyUrl: string;
  readonly timeoutMs: number;
  /** Overrides the header's name in the contract, here and in the question. */
  readonly headerName: string | undefined;
  /** How long a good key is remembered; a bad one for at most five seconds. */
  readonly cacheTtlSecs: number;
  /** Scopes that every good key has. */
  readonly scopes: readonly string[];
}

/** Asymmetric JWS algorithms (RFC 7518 §3.1, RFC 8037, RFC 9864). */
export const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

/** How signatures of webhooks are checked. */
export interface WebhookSignatureConfig {
  /** `whsec_…` that the sender gave, or its public key `whpk_…`; several while it changes them. */
  readonly secrets: readonly string[];
  /** How far the time of a message may be from now. */
  readonly toleranceSecs: number;
  readonly scopes: readonly string[];
}

export interface BasicConfig {
  /** User name → password hash as `hashPassword` of `@brrt/security` writes it: `$scrypt$ln=15,r=8,p=1$…$…`. */
  readonly users: Readonly<Record<string, string>>;
  /** Role names that every user has. */
  readonly scopes: readonly string[];
}

/** What a developer may send instead of a real credential. */
export interface DevelopmentCredential {
  /** For apiKey schemes. */
  readonly key: string | undefined;
  /** For bearer, oauth2 and openIdConnect schemes. */
  readonly token: string | undefined;
  /** For basic. */
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** For schemes with `x-webhook-signature`. */
  readonly webhookSecret?: string | undefined;
  /** For mutualTLS: callers on the same machine count as if they had shown a certificate. */
  readonly loopback?: boolean | undefined;
  readonly subject: string;
  readonly scopes: readonly string[];
}

export interface DatabaseConfig {
  /** Absolute path of the embedded database, or `:memory:`. Relative paths in the file start at the file's folder. */
  readonly file: string | undefined;
  /** PostgreSQL connection string; `DATABASE_URL` overrides it. */
  readonly url: string | undefined;
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof logLevels)[number];

export const healthDetails = ['loopback', 'always', 'never'] as const;

export interface HealthConfig {
  /**
   * Who is shown the checks of `/ready` by name and reason; everybody else sees its state alone. `loopback`: who asks on this
   * machine for an address of it, and not through a proxy.
   */
  readonly details: (typeof healthDetails)[number];
}

export interface LogConfig {
  /** `LOG_LEVEL` overrides it. */
  readonly level: LogLevel;
}
