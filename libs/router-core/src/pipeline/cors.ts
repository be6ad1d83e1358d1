import { OriginNotAllowedError } from '../errors/access-errors.ts';
import type { HttpResponse } from '../ports/http-message.ts';
import { allowedMethods } from './match.ts';
import type { Answer, CorsChecked, Matched } from './stages.ts';

/**
 * Answers preflights (Fetch standard §3.2.2), which never carry credentials and so stand before authentication,
 * and `OPTIONS` where the contract declares none (RFC 9110 §9.3.7). Headers for other responses are added by `send`.
 * @throws OriginNotAllowedError 403
 * @throws OperationNotReadableError 501: nothing further is known of the operation
 */
export function cors(exchange: Matched): CorsChecked | Answer {
  if (exchange.request.method === 'OPTIONS') {
    if (exchange.cors !== undefined && isPreflight(exchange))
      return { answer: exchange.cors.preflight(exchange.request), isPreflight: true };
    if (exchange.compiled === undefined && exchange.unreadable === undefined)
      return { answer: automaticOptions(exchange), isPreflight: false };
  }
  if (exchange.unreadable !== undefined) throw exchange.unreadable.error();
  const { compiled, request } = exchange;
  // Who sends no `Origin` is no page of another one.
  if (request.headers.origin !== undefined && compiled !== undefined) {
    if (exchange.cors?.refuses?.(request, compiled.operation) === true)
      throw new OriginNotAllowedError(compiled.webSocket === undefined ? undefined : 'A WebSocket is opened');
  }
  return exchange as CorsChecked; // `match` leaves `compiled` out for OPTIONS only
}

function isPreflight(exchange: Matched): boolean {
  const { headers } = exchange.request;
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

function automaticOptions(exchange: Matched): HttpResponse {
  return { status: 204, headers: ['allow', allowedMethods(exchange).join(', ')], body: undefined };
}
