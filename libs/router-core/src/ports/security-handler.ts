import type { Parameter, SecurityScheme } from '@brrt/service-model';
import type { FlatHeaders, HttpRequest } from './http-message.ts';
import type { ReadinessCheck } from './management.ts';

/** Who is calling, as one security scheme established it. */
export interface Principal {
  readonly scheme: string;
  readonly subject: string;
  readonly scopes: readonly string[];
  /** Verified claims; no prototype. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export type AuthenticationResult =
  | { readonly outcome: 'authenticated'; readonly principal: Principal }
  /** The request carries no credential of this scheme. */
  | { readonly outcome: 'absent' }
  /** A credential was there and is not accepted. `reason` comes from a closed set: it is a metric label. */
  | { readonly outcome: 'rejected'; readonly reason: string /** For the 401. */; readonly headers?: FlatHeaders }
  /** The request carries credentials in more than one place: 400 (RFC 6750 §2). */
  | { readonly outcome: 'ambiguous' }
  /** The caller is known; scopes are missing (RFC 6750 §3.1). */
  | { readonly outcome: 'insufficient-scope'; readonly principal: Principal; readonly missing: readonly string[] }
  /** Whoever could decide is out of reach: 503, never 401. */
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number }
  /** The credential was not looked at, for too many of this sender were bad: 429. */
  | {
      readonly outcome: 'throttled';
      readonly retryAfterSeconds: number;
      /** For the 429: `RateLimit` and `RateLimit-Policy`. */
      readonly headers?: FlatHeaders;
    };

/** What a handler may want to know of an operation. */
export interface DeclaredParameters {
  readonly parameters: readonly Pick<Parameter, 'in' | 'name'>[];
}

/** Verifies the credentials of one security scheme of the contract. Implement it for a scheme of your own. */
export interface SecurityHandler {
  readonly scheme: SecurityScheme;
  /** Whether there is what it verifies with: a key set, a server that it asks. */
  readonly readiness?: ReadinessCheck | undefined;
  /** The body is part of what is verified: `authenticate` may read it, as it was sent and up to the limit of the operation. */
  readonly readsBody?: boolean;
  /** Never throws for bad credentials. */
  authenticate(request: HttpRequest, scopes: readonly string[]): AuthenticationResult | Promise<AuthenticationResult>;
  /** What judges one operation, where it matters what that declares; asked when the service is made. Itself when left out. */
  forOperation?(operation: DeclaredParameters): SecurityHandler;
  /**
   * For `WWW-Authenticate` (RFC 9110 §11.6.1), several where credentials may come in several ways; `failure` undefined when no
   * credential was sent. Undefined where no header could carry the credential: a client certificate.
   */
  challenge(
    scopes: readonly string[],
    failure: AuthenticationResult | undefined,
  ): string | readonly string[] | undefined;
}

/** By name in `components.securitySchemes`. Every scheme that an operation requires must be here, or the service does not start. */
export type SecurityHandlers = Readonly<Record<string, SecurityHandler>>;
