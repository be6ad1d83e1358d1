import type { FlatHeaders } from '../ports/http-message.ts';
import { HttpError } from './http-error.ts';
import type { Violation } from './violation.ts';

/** 400: parameters or body break the contract. */
export class RequestValidationError extends HttpError {
  override readonly name = 'RequestValidationError';
  readonly code = 'ERR_REQUEST_VALIDATION';
  readonly status = 400;
  readonly type = 'request-validation';
  readonly title = 'The request breaks the contract';
  override readonly violations: readonly Violation[];
  constructor(violations: readonly Violation[]) {
    super(`The request breaks the contract in ${violations.length} place${violations.length === 1 ? '' : 's'}`);
    this.violations = violations;
  }
}

/** 400: the body or target cannot be read at all: malformed JSON, a bad escape, a truncated multipart. */
export class MalformedRequestError extends HttpError {
  override readonly name = 'MalformedRequestError';
  readonly code = 'ERR_REQUEST_MALFORMED';
  readonly status = 400;
  readonly type = 'malformed-request';
  readonly title = 'The request cannot be read';
}

/** 413 (RFC 9110 §15.5.14). The connection is closed after the answer. */
export class PayloadTooLargeError extends HttpError {
  override readonly name = 'PayloadTooLargeError';
  readonly code = 'ERR_PAYLOAD_TOO_LARGE';
  readonly status = 413;
  readonly type = 'payload-too-large';
  readonly title = 'The request body is too large';
  constructor(limit: number, detail = `The request body exceeds ${limit} octets`) {
    super(detail);
  }
}

/** 415 (RFC 9110 §15.5.16), with `Accept` of what is taken (RFC 9110 §12.5.1). */
export class UnsupportedMediaTypeError extends HttpError {
  override readonly name = 'UnsupportedMediaTypeError';
  readonly code = 'ERR_UNSUPPORTED_MEDIA_TYPE';
  readonly status = 415;
  readonly type = 'unsupported-media-type';
  readonly title = 'The media type of the request is not supported';
  override readonly headers: FlatHeaders;
  /** @param field of what is accepted: `accept`, or `accept-encoding` (RFC 9110 §12.5.3) */
  constructor(detail: string, accepted: readonly string[], field: 'accept' | 'accept-encoding' = 'accept') {
    super(detail);
    this.headers = [field, accepted.join(', ')];
  }
}

/** The client went away before its request was complete: nobody reads this answer, it is only counted. */
export class RequestAbortedError extends HttpError {
  override readonly name = 'RequestAbortedError';
  readonly code = 'ERR_REQUEST_ABORTED';
  readonly status = 499;
  readonly type = 'request-aborted';
  readonly title = 'The client closed the connection';
  constructor() {
    super('The client closed the connection before the request was complete');
  }
}
