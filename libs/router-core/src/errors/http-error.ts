import type { FlatHeaders } from '../ports/http-message.ts';
import type { Violation } from './violation.ts';

/** Any failure that becomes a problem document (RFC 9457). `message` is the public `detail`; `cause` never leaves the service. */
export abstract class HttpError extends Error {
  /** Stable, for programs: `ERR_REQUEST_VALIDATION`. */
  abstract readonly code: string;
  abstract readonly status: number;
  /** Last part of `urn:brrt:problem:<type>`. */
  abstract readonly type: string;
  /** Short and the same for every occurrence of the type. */
  abstract readonly title: string;
  readonly headers: FlatHeaders = [];
  readonly violations: readonly Violation[] = [];
}
