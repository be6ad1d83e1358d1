import type { CompiledAlternative, CompiledRequirement } from '../compile/compile-security.ts';
import {
  AuthenticationError,
  ClientCertificateError,
  IdentityUnavailableError,
  InsufficientScopeError,
} from '../errors/access-errors.ts';
import { TooManyRequestsError } from '../errors/pipeline-errors.ts';
import { MalformedRequestError } from '../errors/request-errors.ts';
import { type Awaitable, isLater } from '../ports/later.ts';
import type { AuthenticationResult } from '../ports/security-handler.ts';
import { HeldRequest } from './held-request.ts';
import type { Admitted, Authenticated } from './stages.ts';

interface Failure {
  readonly requirement: CompiledRequirement;
  readonly result: AuthenticationResult;
}

/**
 * Security requirements: alternatives (OR) of schemes that must all hold (AND), in the order of the contract (OpenAPI 3.1 §4.8.30).
 * @throws MalformedRequestError 400 for credentials in more than one place
 * @throws AuthenticationError 401 with one challenge per scheme
 * @throws InsufficientScopeError 403
 * @throws ClientCertificateError 403 where nothing but a client certificate would let the caller in
 * @throws IdentityUnavailableError 503
 * @throws TooManyRequestsError 429 for who has sent too many bad credentials
 * @throws PayloadTooLargeError 413 where the body itself is what is signed
 */
export function authenticate(exchange: Admitted): Awaitable<Authenticated> {
  const { alternatives, bodyLimit } = exchange.compiled.security;
  if (bodyLimit !== undefined) exchange.request = new HeldRequest(exchange.request, bodyLimit);
  return alternatives.length === 0 ? (exchange as Authenticated) : tryAlternative(exchange, 0, []);
}

function tryAlternative(exchange: Admitted, index: number, failures: readonly Failure[]): Awaitable<Authenticated> {
  const alternative = exchange.compiled.security.alternatives[index];
  if (alternative === undefined) throw refuse(exchange, failures);
  const failure = checkAll(exchange, alternative, 0);
  if (isLater(failure)) return failure.then((late) => settle(exchange, index, failures, late));
  return settle(exchange, index, failures, failure);
}

function settle(
  exchange: Admitted,
  index: number,
  failures: readonly Failure[],
  failure: Failure | undefined,
): Awaitable<Authenticated> {
  if (failure === undefined) return exchange as Authenticated;
  // A half-successful alternative names nobody.
  exchange.principal = undefined;
  return tryAlternative(exchange, index + 1, [...failures, failure]);
}

// The first scheme that fails, undefined when all hold.
function checkAll(exchange: Admitted, alternative: CompiledAlternative, from: number): Awaitable<Failure | undefined> {
  for (let index = from; index < alternative.length; index++) {
    const requirement = alternative[index];
    if (requirement === undefined) continue;
    const result = requirement.handler.authenticate(exchange.request, requirement.scopes);
    if (result instanceof Promise) {
      return result.then((late) => accept(exchange, requirement, late) ?? checkAll(exchange, alternative, index + 1));
    }
    const failure = accept(exchange, requirement, result);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function accept(
  exchange: Admitted,
  requirement: CompiledRequirement,
  result: AuthenticationResult,
): Failure | undefined {
  if (result.outcome !== 'authenticated') return { requirement, result };
  // The first scheme of an alternative names the caller.
  exchange.principal ??= result.principal;
  return undefined;
}

function refuse(exchange: Admitted, failures: readonly Failure[]): Error {
  const error = toError(exchange.compiled.security.alternatives, failures);
  if (!(error instanceof IdentityUnavailableError)) exchange.compiled.admission?.refused?.(exchange);
  return error;
}

function toError(alternatives: readonly CompiledAlternative[], failures: readonly Failure[]): Error {
  if (failures.some(({ result }) => result.outcome === 'ambiguous'))
    return new MalformedRequestError('The request carries credentials in more than one place');
  for (const { requirement, result } of failures) {
    if (result.outcome !== 'unavailable') continue;
    return new IdentityUnavailableError({ scheme: requirement.name, retryAfterSeconds: result.retryAfterSeconds });
  }
  for (const { result } of failures) {
    if (result.outcome !== 'throttled') continue;
    const { retryAfterSeconds, headers = [] } = result;
    return new TooManyRequestsError({ reason: 'refused_credentials', retryAfterSeconds, headers });
  }
  for (const { requirement, result } of failures) {
    if (result.outcome !== 'insufficient-scope') continue;
    const challenges = [requirement.handler.challenge(requirement.scopes, result) ?? []].flat();
    return new InsufficientScopeError({ scheme: requirement.name, missing: result.missing, challenges });
  }
  return toAuthenticationError(alternatives, failures);
}

function toAuthenticationError(alternatives: readonly CompiledAlternative[], failures: readonly Failure[]): Error {
  const rejected = failures.find(({ result }) => result.outcome === 'rejected');
  const scheme = (rejected ?? failures[0])?.requirement.name ?? 'none';
  const reason = rejected?.result.outcome === 'rejected' ? rejected.result.reason : 'missing';
  if (failures.length > 0 && failures.every(({ requirement, result }) => hasNoChallenge(requirement, result))) {
    return new ClientCertificateError({ scheme, reason });
  }
  const challenges = alternatives.flat().flatMap((requirement) => {
    const own = failures.find(
      (failure) => failure.requirement === requirement && failure.result.outcome === 'rejected',
    );
    return requirement.handler.challenge(requirement.scopes, own?.result) ?? [];
  });
  const headers = failures.flatMap(({ result }) => (result.outcome === 'rejected' ? (result.headers ?? []) : []));
  return new AuthenticationError({ scheme, reason, challenges: [...new Set(challenges)], headers });
}

// RFC 9110 §15.5.2: a 401 has to carry a challenge, and no authentication scheme is registered for client certificates.
function hasNoChallenge({ handler, scopes }: CompiledRequirement, result: AuthenticationResult): boolean {
  return handler.challenge(scopes, result) === undefined;
}
