import type { FlatHeaders } from '../ports/http-message.ts';
import { HttpError } from './http-error.ts';

/** What a service says when one of its own rules is broken. */
export interface Problem {
  /** 400 to 599. */
  readonly status: number;
  /** Kebab-case name, appended to the problem base: `pet-not-found`. */
  readonly type: string;
  readonly title: string;
  /** About this occurrence; safe to show. */
  readonly detail?: string;
  /** Default: `ERR_` and the type in upper snake case. */
  readonly code?: string;
  readonly headers?: FlatHeaders;
  readonly cause?: unknown;
}

/**
 * A problem of the service's own domain, thrown from anywhere below a handler.
 * @throws TypeError for a status outside 400 to 599
 */
export class ProblemError extends HttpError {
  override readonly name = 'ProblemError';
  readonly code: string;
  readonly status: number;
  readonly type: string;
  readonly title: string;
  override readonly headers: FlatHeaders;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    if (!Number.isInteger(problem.status) || problem.status < 400 || problem.status > 599) {
      throw new TypeError(`A problem has a status from 400 to 599, not ${problem.status}`);
    }
    this.code = problem.code ?? `ERR_${problem.type.replaceAll('-', '_').toUpperCase()}`;
    this.status = problem.status;
    this.type = problem.type;
    this.title = problem.title;
    this.headers = problem.headers ?? [];
    if (problem.cause !== undefined) this.cause = problem.cause;
  }
}
