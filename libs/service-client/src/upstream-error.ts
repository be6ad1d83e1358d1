import { STATUS_CODES } from 'node:http';
import { type FlatHeaders, HttpError, type SchemaViolation } from '@brrt/router-core/ports';

/** The call that failed. Names of the contract, never values of the call. */
export interface FailedCall {
  /** Name of the called service. */
  readonly service: string;
  /** `Operation.name` in the contract of the called service. */
  readonly operation: string;
}

/**
 * Says to callers of this service that it is well itself and has tried as often as is worth it: they neither ask again nor count
 * the answer against it.
 */
export const upstreamFailureHeader = 'x-upstream-failure';
const failureBehind: FlatHeaders = [upstreamFailureHeader, 'true'];

/** A call to another service gave no answer that this service can use. What the other service sent is never in `message`. */
export abstract class UpstreamError extends HttpError {
  override readonly headers: FlatHeaders = failureBehind;
  readonly service: string;
  readonly operation: string;
  constructor(message: string, { service, operation }: FailedCall, options?: ErrorOptions) {
    super(message, options);
    this.service = service;
    this.operation = operation;
  }
}

/** 502: no connection, a broken one, or an answer that says the service cannot do its work (RFC 9110 §15.6.3). */
export class UpstreamUnavailableError extends UpstreamError {
  override readonly name = 'UpstreamUnavailableError';
  readonly code = 'ERR_UPSTREAM';
  readonly status = 502;
  readonly type = 'upstream-unavailable';
  readonly title = 'A service behind this one is unavailable';
  /** The status that came back; undefined when none did. */
  readonly answered: number | undefined;
  constructor(call: FailedCall & { readonly answered?: number }, options?: ErrorOptions) {
    const { service, answered } = call;
    super(answered === undefined ? `${service} cannot be reached` : `${service} answered ${answered}`, call, options);
    this.answered = answered;
  }
}

/** 502: the answer is not one that the contract of the called service allows. Log and trace get the details. */
export class UpstreamContractError extends UpstreamError {
  override readonly name = 'UpstreamContractError';
  readonly code = 'ERR_UPSTREAM';
  readonly status = 502;
  readonly type = 'upstream-contract';
  readonly title = 'A service behind this one broke its contract';
  /** The status that came back. */
  readonly answered: number;
  /** Where the answer breaks the contract, without its values. */
  readonly breaches: readonly SchemaViolation[];
  constructor(call: FailedCall & { readonly answered: number; readonly breaches: readonly SchemaViolation[] }) {
    super(`The answer of ${call.service} breaks its contract`, call);
    this.answered = call.answered;
    this.breaches = call.breaches;
  }
}

/** 504: no complete answer in the time that there was (RFC 9110 §15.6.5), or one that says so itself. */
export class UpstreamTimeoutError extends UpstreamError {
  override readonly name = 'UpstreamTimeoutError';
  readonly code = 'ERR_UPSTREAM_TIMEOUT';
  readonly status = 504;
  readonly type = 'upstream-timeout';
  readonly title = 'A service behind this one did not answer in time';
  /** 504 where the service said that its time was over; undefined when it was not waited for any longer. */
  readonly answered: 504 | undefined;
  constructor(call: FailedCall & { readonly answered?: 504 }, options?: ErrorOptions) {
    super(`${call.service} did not answer in time`, call, options);
    this.answered = call.answered;
  }
}

/** 503: the service has mostly failed of late and is left alone; nothing was sent. */
export class UpstreamOpenError extends UpstreamError {
  override readonly name = 'UpstreamOpenError';
  readonly code = 'ERR_UPSTREAM_OPEN';
  readonly status = 503;
  readonly type = 'upstream-open';
  readonly title = 'A service behind this one fails and is left alone for a while';
  override readonly headers: FlatHeaders;
  constructor(call: FailedCall & { readonly closedForMilliseconds: number }) {
    super(`${call.service} fails and is left alone for a while`, call);
    this.headers = [...failureBehind, 'retry-after', String(Math.max(1, Math.ceil(call.closedForMilliseconds / 1000)))];
  }
}

/** 503: as many calls as may wait for a connection to the service are waiting; nothing was sent. */
export class UpstreamBusyError extends UpstreamError {
  override readonly name = 'UpstreamBusyError';
  readonly code = 'ERR_UPSTREAM_BUSY';
  readonly status = 503;
  readonly type = 'upstream-busy';
  readonly title = 'Too many calls of a service behind this one are waiting';
  override readonly headers: FlatHeaders = [...failureBehind, 'retry-after', '1'];
  constructor(call: FailedCall) {
    super(`Too many calls of ${call.service} are waiting`, call);
  }
}

const credentialReasons = {
  refused: 'The authorization server gives this service no token for',
  unreachable: 'The authorization server cannot be reached for a token for',
  'no-caller': 'The caller has no token that could be exchanged for one for',
} as const;

/** 503: this service has no token to call the other one with, and may get one later; 502 where it was refused one. */
export class UpstreamCredentialsError extends UpstreamError {
  override readonly name = 'UpstreamCredentialsError';
  readonly code = 'ERR_UPSTREAM_CREDENTIALS';
  readonly status: number;
  readonly type = 'upstream-credentials';
  readonly title = 'This service has no credentials for a service behind it';
  constructor(call: FailedCall & { readonly reason: keyof typeof credentialReasons }, options?: ErrorOptions) {
    super(`${credentialReasons[call.reason]} ${call.service}`, call, options);
    this.status = call.reason === 'unreachable' ? 503 : 502;
  }
}

/** What an answer of 5XX is that its contract does not declare. A service that was told its time says itself that it is over. */
export function undeclaredFailure(call: FailedCall, answered: number): UpstreamError {
  return answered === 504
    ? new UpstreamTimeoutError({ ...call, answered })
    : new UpstreamUnavailableError({ ...call, answered });
}

/**
 * A problem of a service that a request was passed on to, as one of this service: with its status, and with type and code where
 * they are names of ours.
 */
export class UpstreamProblemError extends UpstreamError {
  override readonly name = 'UpstreamProblemError';
  readonly code: string;
  readonly status: number;
  readonly type: string;
  readonly title: string;
  override readonly headers: FlatHeaders;
  constructor(call: FailedCall, problem: UpstreamProblem) {
    super(`${call.service} answered ${problem.status}`, call);
    this.status = problem.status;
    this.type = problem.type ?? 'upstream-problem';
    this.code = problem.code ?? 'ERR_UPSTREAM_PROBLEM';
    this.title = STATUS_CODES[problem.status] ?? 'A service behind this one has a problem';
    this.headers = problem.status >= 500 ? [...failureBehind, ...problem.headers] : problem.headers;
  }
}

export interface UpstreamProblem {
  readonly status: number;
  /** Last part of `urn:brrt:problem:<type>`. */
  readonly type: string | undefined;
  readonly code: string | undefined;
  /** Of the answer, for the client. */
  readonly headers: FlatHeaders;
}
