import { HttpError } from './http-error.ts';
import { InternalError } from './pipeline-errors.ts';

/** What a handler or a rule of the service threw: its own problem, or 500 for everything else. */
export function toHttpError(error: unknown): HttpError {
  return error instanceof HttpError ? error : new InternalError(error);
}
