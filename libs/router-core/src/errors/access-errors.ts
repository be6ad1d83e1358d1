import type { FlatHeaders } from '../ports/http-message.ts';
import { HttpError } from './http-error.ts';

/** 401 with one challenge per usable scheme (RFC 9110 §15.5.2, §11.6.1). */
export class AuthenticationError extends HttpError {
  override readonly name = 'AuthenticationError';
  readonly code = 'ERR_AUTHENTICATION';
  readonly status = 401;
  readonly type = 'unauthenticated';
  readonly title = 'Authentication is required';
  override readonly headers: FlatHeaders;
  /** Name of the scheme that failed; the first required one when no credential was sent. For metrics. */
  readonly scheme: string;
  /** From a closed set; `missing` when no credential was sent. For metrics. */
  readonly reason: string;
  constructor(failure: {
    readonly scheme: string;
    readonly reason: string;
    readonly challenges: readonly string[];
    readonly headers?: FlatHeaders;
  }) {
    super(failure.reason === 'missing' ? 'The request carries no credentials' : 'The credentials are not accepted');
    this.scheme = failure.scheme;
    this.reason = failure.reason;
    this.headers = [...challengeHeaders(failure.challenges), ...(failure.headers ?? [])];
  }
}

/** 403: the caller is known, scopes are missing (RFC 6750 §3.1 `insufficient_scope`). */
export class InsufficientScopeError extends HttpError {
  override readonly name = 'InsufficientScopeError';
  readonly code = 'ERR_FORBIDDEN';
  readonly status = 403;
  readonly type = 'insufficient-scope';
  readonly title = 'The credentials do not allow this';
  override readonly headers: FlatHeaders;
  readonly scheme: string;
  readonly reason = 'insufficient_scope';
  constructor(failure: {
    readonly scheme: string;
    readonly missing: readonly string[];
    readonly challenges: readonly string[];
  }) {
    super(`Missing scope: ${failure.missing.join(' ')}`);
    this.scheme = failure.scheme;
    this.headers = challengeHeaders(failure.challenges);
  }
}

/** 403: a page of a foreign origin used the cookies of its visitor, or asked for a WebSocket. */
export class OriginNotAllowedError extends HttpError {
  override readonly name = 'OriginNotAllowedError';
  readonly code = 'ERR_ORIGIN_NOT_ALLOWED';
  readonly status = 403;
  readonly type = 'origin-not-allowed';
  readonly title = 'The origin may not use the credentials of its visitors';
  constructor(what = 'Cookies are taken') {
    super(`${what} from pages of this service and of the configured origins only`);
  }
}

/** 403: the caller is known and may do this, but not to this object. */
export class AccessForbiddenError extends HttpError {
  override readonly name = 'AccessForbiddenError';
  readonly code = 'ERR_ACCESS_FORBIDDEN';
  readonly status = 403;
  readonly type = 'access-forbidden';
  readonly title = 'The caller may not do this here';
  constructor() {
    super('A rule of the service keeps this from the caller');
  }
}

/** 403: the client has to show another certificate, or one at all, when it connects; no header could carry it. */
export class ClientCertificateError extends HttpError {
  override readonly name = 'ClientCertificateError';
  readonly code: 'ERR_CLIENT_CERTIFICATE_REQUIRED' | 'ERR_CLIENT_CERTIFICATE_INVALID';
  readonly status = 403;
  readonly type: 'client-certificate-required' | 'client-certificate-invalid';
  readonly title: string;
  readonly scheme: string;
  readonly reason: string;
  constructor(failure: { readonly scheme: string; readonly reason: string }) {
    const isMissing = failure.reason === 'missing';
    super(isMissing ? 'The connection has no client certificate' : 'The client certificate is not accepted');
    this.code = isMissing ? 'ERR_CLIENT_CERTIFICATE_REQUIRED' : 'ERR_CLIENT_CERTIFICATE_INVALID';
    this.type = isMissing ? 'client-certificate-required' : 'client-certificate-invalid';
    this.title = isMissing ? 'A client certificate is required' : 'The client certificate is not accepted here';
    this.scheme = failure.scheme;
    this.reason = failure.reason;
  }
}

/** 503: whoever could verify the credentials is out of reach. */
export class IdentityUnavailableError extends HttpError {
  override readonly name = 'IdentityUnavailableError';
  readonly code = 'ERR_IDENTITY_UNAVAILABLE';
  readonly status = 503;
  readonly type = 'identity-unavailable';
  readonly title = 'Credentials cannot be verified at the moment';
  override readonly headers: FlatHeaders;
  readonly scheme: string;
  readonly reason = 'unavailable';
  constructor(failure: { readonly scheme: string; readonly retryAfterSeconds: number }) {
    super('The identity provider is out of reach');
    this.scheme = failure.scheme;
    this.headers = ['retry-after', String(failure.retryAfterSeconds)];
  }
}

function challengeHeaders(challenges: readonly string[]): FlatHeaders {
  return challenges.flatMap((challenge) => ['www-authenticate', challenge]);
}
