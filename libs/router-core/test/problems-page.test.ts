import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as core from '../src/index.ts';

const page = readFileSync(new URL('../../../docs/problems.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `([\w-]+)` \| ([\d, ]+) \| `(\w+)` \|/gm)].map(([, type, status, code]) => ({
  type,
  status,
  code,
}));

const refusal = { reason: 'quota', retryAfterSeconds: 1, headers: [] };
const failure = { scheme: 'Key', reason: 'missing', challenges: [], retryAfterSeconds: 1, missing: [] };

/** One of each error that a service can answer with. */
const errors: readonly core.HttpError[] = [
  new core.MalformedRequestError('x'),
  new core.RequestValidationError([]),
  new core.AuthenticationError(failure),
  new core.InsufficientScopeError(failure),
  new core.ClientCertificateError(failure),
  new core.ClientCertificateError({ scheme: 'Mutual', reason: 'untrusted' }),
  new core.OriginNotAllowedError(),
  new core.AccessForbiddenError(),
  new core.RouteNotFoundError(),
  new core.MethodNotAllowedError(['GET']),
  new core.NotAcceptableError([]),
  new core.PayloadTooLargeError(1),
  new core.PreconditionFailedError(),
  new core.RangeNotSatisfiableError(1),
  new core.UriTooLongError(1),
  new core.UpgradeRequiredError('x'),
  new core.UnsupportedMediaTypeError('x', []),
  new core.TooManyRequestsError(refusal),
  new core.ClientFramingError(400, 'x'),
  new core.RequestAbortedError(),
  new core.InternalError(new TypeError('x')),
  new core.ResponseValidationError(200, []),
  new core.NotImplementedError('x'),
  new core.OperationNotReadableError('x'),
  new core.IdentityUnavailableError(failure),
  new core.OverloadedError(refusal),
  new core.DeadlineExceededError(1),
  new core.SimulatedFailureError(503),
  new core.ReaderTooSlowError(),
  new core.ResumeExpiredError(),
  new core.ProblemError({ status: 503, type: 'not-ready', title: 'x' }),
];

describe('docs/problems.md', () => {
  it('has one row for every error, and no other', () => {
    expect(rows.map(({ type }) => type).sort()).toEqual(errors.map(({ type }) => type).sort());
  });

  it.each(errors.map((error) => [error.type, error] as const))('tells status and code of %s', (type, error) => {
    const row = rows.find((candidate) => candidate.type === type);
    expect(row?.code).toBe(error.code);
    expect(row?.status?.split(', ')).toContain(String(error.status));
  });

  it('knows every class of error that the package exports', () => {
    const classes = Object.values(core).filter(
      (value) => typeof value === 'function' && value.prototype instanceof core.HttpError,
    );
    expect(new Set(errors.map((error) => error.constructor))).toEqual(new Set(classes));
  });
});

describe('a problem of a service', () => {
  it('has a code made of its type, unless it names one', () => {
    expect(new core.ProblemError({ status: 404, type: 'pet-not-found', title: 'No such pet' })).toMatchObject({
      code: 'ERR_PET_NOT_FOUND',
      message: 'No such pet',
      headers: [],
    });
    const cause = new TypeError('why');
    expect(
      new core.ProblemError({ status: 404, type: 'x', title: 'X', detail: 'more', code: 'ERR_Y', cause }),
    ).toMatchObject({ code: 'ERR_Y', message: 'more', cause });
  });

  it.each([[200], [600], [404.5]])('cannot have status %d', (status) => {
    expect(() => new core.ProblemError({ status, type: 'x', title: 'X' })).toThrow(TypeError);
  });
});
