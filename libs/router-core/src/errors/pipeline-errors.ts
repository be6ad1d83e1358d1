import type { FlatHeaders } from '../ports/http-message.ts';
import type { SchemaViolation } from '../ports/schema-compiler.ts';
import { HttpError } from './http-error.ts';

/** 404: no path template of the contract matches the target (RFC 9110 §15.5.5). */
export class RouteNotFoundError extends HttpError {
  override readonly name = 'RouteNotFoundError';
  readonly code = 'ERR_NOT_FOUND';
  readonly status = 404;
  readonly type = 'not-found';
  readonly title = 'No such resource';
  constructor() {
    super('The contract of this service has no path that matches the request');
  }
}

/** 405: the path exists, this method of it does not; `Allow` lists those that do (RFC 9110 §15.5.6). */
export class MethodNotAllowedError extends HttpError {
  override readonly name = 'MethodNotAllowedError';
  readonly code = 'ERR_METHOD_NOT_ALLOWED';
  readonly status = 405;
  readonly type = 'method-not-allowed';
  readonly title = 'The method is not allowed here';
  override readonly headers: FlatHeaders;
  constructor(allowed: readonly string[]) {
    super(`Allowed here: ${allowed.join(', ')}`);
    this.headers = ['allow', allowed.join(', ')];
  }
}

/** 414: the request target is longer than `limit` octets (RFC 9110 §15.5.15). */
export class UriTooLongError extends HttpError {
  override readonly name = 'UriTooLongError';
  readonly code = 'ERR_URI_TOO_LONG';
  readonly status = 414;
  readonly type = 'uri-too-long';
  readonly title = 'The request target is too long';
  constructor(limit: number) {
    super(`The request target exceeds ${limit} octets`);
  }
}

/** Why a request was not admitted, and when it may come again. */
interface Refusal {
  /** From a closed set: it is a metric label. */
  readonly reason: string;
  readonly retryAfterSeconds: number;
  readonly headers: FlatHeaders;
}

abstract class AdmissionError extends HttpError {
  override readonly headers: FlatHeaders;
  readonly reason: string;
  constructor({ reason, retryAfterSeconds, headers }: Refusal) {
    super(`Try again in ${retryAfterSeconds} s`);
    this.reason = reason;
    this.headers = [...headers, 'retry-after', String(retryAfterSeconds)];
  }
}

/** 429: beyond the caller's quota (RFC 6585 §4). */
export class TooManyRequestsError extends AdmissionError {
  override readonly name = 'TooManyRequestsError';
  readonly code = 'ERR_RATE_LIMITED';
  readonly status = 429;
  readonly type = 'rate-limited';
  readonly title = 'Too many requests';
}

/** 503: the service sheds load. */
export class OverloadedError extends AdmissionError {
  override readonly name = 'OverloadedError';
  readonly code = 'ERR_OVERLOADED';
  readonly status = 503;
  readonly type = 'overloaded';
  readonly title = 'The service is overloaded';
}

/** 406: `Accept` rules out every media type that the contract declares (RFC 9110 §15.5.7). */
export class NotAcceptableError extends HttpError {
  override readonly name = 'NotAcceptableError';
  readonly code = 'ERR_NOT_ACCEPTABLE';
  readonly status = 406;
  readonly type = 'not-acceptable';
  readonly title = 'No acceptable media type';
  constructor(offered: readonly string[]) {
    super(`Available: ${offered.join(', ')}`);
  }
}

/** 412: the resource is not in the state that `If-Match` or `If-Unmodified-Since` expects (RFC 9110 §15.5.13). */
export class PreconditionFailedError extends HttpError {
  override readonly name = 'PreconditionFailedError';
  readonly code = 'ERR_PRECONDITION_FAILED';
  readonly status = 412;
  readonly type = 'precondition-failed';
  readonly title = 'The resource is not what the request expects';
  constructor() {
    super('The resource has changed since the request saw it');
  }
}

/** 416: every range begins behind the end of what there is, `size` octets (RFC 9110 §15.5.17). */
export class RangeNotSatisfiableError extends HttpError {
  override readonly name = 'RangeNotSatisfiableError';
  readonly code = 'ERR_RANGE_NOT_SATISFIABLE';
  readonly status = 416;
  readonly type = 'range-not-satisfiable';
  readonly title = 'The range is outside of what there is';
  override readonly headers: FlatHeaders;
  constructor(size: number) {
    super(`There are ${size} octets`);
    this.headers = ['content-range', `bytes */${size}`];
  }
}

/** 504: the deadline passed before the handler answered. */
export class DeadlineExceededError extends HttpError {
  override readonly name = 'DeadlineExceededError';
  readonly code = 'ERR_DEADLINE_EXCEEDED';
  readonly status = 504;
  readonly type = 'deadline-exceeded';
  readonly title = 'The deadline has passed';
  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms`);
  }
}

/** 426: the operation speaks WebSocket and nothing else (RFC 9110 §15.5.22, RFC 6455 §4.4). */
export class UpgradeRequiredError extends HttpError {
  override readonly name = 'UpgradeRequiredError';
  readonly code = 'ERR_UPGRADE_REQUIRED';
  readonly status = 426;
  readonly type = 'upgrade-required';
  readonly title = 'The operation is a WebSocket';
  override readonly headers: FlatHeaders = [
    // Node takes a `Connection` without `close` for one that stays open, whatever the client said.
    ...['connection', 'Upgrade, close', 'upgrade', 'websocket'],
    ...['sec-websocket-version', '13'],
  ];
}

/** 500: a handler broke the contract. What exactly is in `breaches`, for log and trace only. */
export class ResponseValidationError extends HttpError {
  override readonly name = 'ResponseValidationError';
  readonly code = 'ERR_RESPONSE_VALIDATION';
  readonly status = 500;
  readonly type = 'response-validation';
  readonly title = 'The service could not give a valid answer';
  /** The status that the handler chose. */
  readonly answered: number;
  readonly breaches: readonly SchemaViolation[];
  constructor(answered: number, breaches: readonly SchemaViolation[]) {
    super('The answer of the service breaks its own contract');
    this.answered = answered;
    this.breaches = breaches;
  }
}

/** 500: a handler threw something that is no HttpError. The thrown value is `cause` and never leaves the service. */
export class InternalError extends HttpError {
  override readonly name = 'InternalError';
  readonly code = 'ERR_INTERNAL';
  readonly status = 500;
  readonly type = 'internal';
  readonly title = 'Internal error';
  constructor(cause: unknown) {
    super('The service failed to answer');
    this.cause = cause;
  }
}

/** 501: the operation has no handler and its contract gives no content to answer with. */
export class NotImplementedError extends HttpError {
  override readonly name = 'NotImplementedError';
  readonly code = 'ERR_NOT_IMPLEMENTED';
  readonly status = 501;
  readonly type = 'not-implemented';
  readonly title = 'The operation is not implemented yet';
}

/** 501: the operation was left out because its contract cannot be read. `detail` says where, not what. */
export class OperationNotReadableError extends HttpError {
  override readonly name = 'OperationNotReadableError';
  readonly code = 'ERR_OPERATION_NOT_READABLE';
  readonly status = 501;
  readonly type = 'operation-not-readable';
  readonly title = 'The contract of the operation cannot be read';
}

/** Answers of the HTTP layer to messages that never became a request: 400, 408, 413, 417, 431, 501, 505. */
export class ClientFramingError extends HttpError {
  override readonly name = 'ClientFramingError';
  readonly code = 'ERR_HTTP_FRAMING';
  readonly status: number;
  readonly type = 'malformed-http';
  readonly title = 'The HTTP message cannot be read';
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}
