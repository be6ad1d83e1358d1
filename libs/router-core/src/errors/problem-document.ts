import type { HttpError } from './http-error.ts';
import type { Violation } from './violation.ts';

/** RFC 9457 §3.1, with the extension members of BRRT. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly requestId: string;
  readonly traceId: string;
  readonly errors?: readonly Violation[];
}

export const problemMediaType = 'application/problem+json';
const maximumErrors = 20;

/** `base` is put before the error's type: `urn:brrt:problem:`. */
export function problemDocument(
  error: HttpError,
  exchange: { readonly requestId: string; readonly traceId: string; readonly base: string },
): ProblemDocument {
  return {
    type: exchange.base + error.type,
    title: error.title,
    status: error.status,
    detail: error.message,
    instance: `urn:uuid:${exchange.requestId}`,
    code: error.code,
    requestId: exchange.requestId,
    traceId: exchange.traceId,
    ...(error.violations.length > 0 && { errors: error.violations.slice(0, maximumErrors) }),
  };
}
