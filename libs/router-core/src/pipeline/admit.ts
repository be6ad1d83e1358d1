import { OverloadedError, TooManyRequestsError } from '../errors/pipeline-errors.ts';
import type { AdmissionDecision } from '../ports/policies.ts';
import type { Admitted, Awaitable, CorsChecked } from './stages.ts';

/**
 * Rate limits and load shedding, before any work is done.
 * @throws TooManyRequestsError 429
 * @throws OverloadedError 503
 */
export function admit(exchange: CorsChecked): Awaitable<Admitted> {
  const { admission } = exchange.compiled;
  if (admission === undefined) return exchange as Admitted;
  const decision = admission.admit(exchange);
  return decision instanceof Promise ? decision.then((late) => apply(exchange, late)) : apply(exchange, decision);
}

function apply(exchange: CorsChecked, decision: AdmissionDecision): Admitted {
  if (!decision.admitted) {
    throw decision.status === 429 ? new TooManyRequestsError(decision) : new OverloadedError(decision);
  }
  exchange.extraHeaders = decision.headers;
  return exchange as Admitted;
}
