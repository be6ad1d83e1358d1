import { type Awaitable, isLater } from '../ports/later.ts';
import type { Authorized, BodyValidated } from './stages.ts';

/**
 * Reads, decodes and checks the body where the contract declares one; no octet is read before this stage.
 * @throws RequestValidationError, MalformedRequestError 400 · PayloadTooLargeError 413 · UnsupportedMediaTypeError 415
 */
export function validateBody(exchange: Authorized): Awaitable<BodyValidated> {
  const { body } = exchange.compiled;
  if (body === undefined) return exchange as BodyValidated;
  const value = body.read(exchange.request, exchange);
  if (isLater(value)) return value.then((late) => accept(exchange, late));
  return accept(exchange, value);
}

function accept(exchange: Authorized, value: unknown): BodyValidated {
  exchange.body = value;
  return exchange as BodyValidated;
}
