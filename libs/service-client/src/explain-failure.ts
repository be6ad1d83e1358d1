import { HttpError } from '@brrt/router-core/ports';
import { errors } from 'undici';
import { type FailedCall, UpstreamTimeoutError, UpstreamUnavailableError } from './upstream-error.ts';

/** What the caller is told when sending a call, or reading its answer, failed with `cause`. */
export function explainFailure(
  cause: unknown,
  { names, signal }: { readonly names: FailedCall; readonly signal: AbortSignal },
): unknown {
  if (signal.aborted) return signal.reason;
  if (cause instanceof errors.InvalidArgumentError) {
    return new TypeError(`A call of ${names.service}.${names.operation} cannot be sent`, { cause });
  }
  if (cause instanceof errors.ConnectTimeoutError) return new UpstreamTimeoutError(names, { cause });
  return isConnectionFailure(cause) ? new UpstreamUnavailableError(names, { cause }) : cause;
}

function isConnectionFailure(cause: unknown): boolean {
  if (cause instanceof HttpError) return false;
  if (cause instanceof errors.UndiciError || cause instanceof errors.HTTPParserError) return true;
  // `ECONNREFUSED`, `ENOTFOUND`, `ECONNRESET`, a certificate that is not trusted, several addresses that all failed.
  return cause instanceof Error && 'code' in cause;
}
