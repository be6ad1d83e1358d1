import { RequestValidationError } from '../errors/request-errors.ts';
import type { Violation } from '../errors/violation.ts';
import type { CallerAdmitted, ParamsValidated } from './stages.ts';

/**
 * Decodes and checks every declared parameter; reports all violations, not only the first.
 * @throws RequestValidationError 400
 */
export function validateParams(exchange: CallerAdmitted): ParamsValidated {
  const { request, compiled, pathValues } = exchange;
  const violations: Violation[] = [];
  const { query, headers, rawHeaders } = request;
  exchange.params = compiled.params.decode({ pathValues, query, headers, rawHeaders }, violations);
  if (violations.length > 0) throw new RequestValidationError(violations);
  return exchange as ParamsValidated;
}
