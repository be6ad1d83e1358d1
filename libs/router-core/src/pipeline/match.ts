import { MethodNotAllowedError, RouteNotFoundError, UriTooLongError } from '../errors/pipeline-errors.ts';
import { MalformedRequestError } from '../errors/request-errors.ts';
import type { ServerExchange } from './server-exchange.ts';
import type { Matched } from './stages.ts';

/**
 * Finds the operation. `HEAD` falls back to `GET` (RFC 9110 §9.3.2), `OPTIONS` is left to the next stage.
 * @throws UriTooLongError 414
 * @throws MalformedRequestError 400 for a target that is not in origin form
 * @throws RouteNotFoundError 404
 * @throws MethodNotAllowedError 405
 */
export function match(exchange: ServerExchange): Matched {
  const { request, service } = exchange;
  if (request.target.length > service.http.maxTargetOctets) throw new UriTooLongError(service.http.maxTargetOctets);
  if (request.path.charCodeAt(0) !== slash || request.target.includes('#')) {
    throw new MalformedRequestError('The request target has to be an absolute path with an optional query');
  }
  const found =
    service.routes.find(request.method, request.path) ??
    (request.method === 'HEAD' ? service.routes.find('GET', request.path) : undefined);
  if (found !== undefined) {
    exchange.compiled = found.value.compiled;
    exchange.unreadable = found.value.unreadable;
    exchange.cors = found.value.cors;
    exchange.pathValues = found.pathValues;
    if (request.method !== 'OPTIONS') return exchange as Matched;
  }
  if (request.method === 'OPTIONS') return matchOptions(exchange);
  const allowed = allowedMethods(exchange);
  if (allowed.length === 0) throw new RouteNotFoundError();
  exchange.cors = corsOfPath(exchange, allowed);
  throw new MethodNotAllowedError(allowed);
}

/** For `Allow`: what the contract declares for the path and what is answered for it. Empty: no such path. */
export function allowedMethods(exchange: ServerExchange): readonly string[] {
  const declared = exchange.service.routes.methods(exchange.request.path);
  if (declared.length === 0) return declared;
  return [...new Set([...declared, ...(declared.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])];
}

const slash = 47;

function matchOptions(exchange: ServerExchange): Matched {
  if (exchange.compiled === undefined) {
    const allowed = allowedMethods(exchange);
    if (allowed.length === 0) throw new RouteNotFoundError();
    exchange.cors = corsOfPath(exchange, allowed);
  }
  return exchange as Matched; // `compiled` may be missing: the stage `cors` answers then
}

function corsOfPath(exchange: ServerExchange, methods: readonly string[]): ServerExchange['cors'] {
  const { routes } = exchange.service;
  return methods
    .map((method) => routes.find(method, exchange.request.path)?.value.cors)
    .find((cors) => cors !== undefined);
}
