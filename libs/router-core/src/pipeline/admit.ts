import { OverloadedError, TooManyRequestsError } from '../errors/pipeline-errors.ts';
import type { Overload } from '../http/load.ts';
import type { AdmissionDecision } from '../ports/policies.ts';
import type { ServerExchange } from './server-exchange.ts';
import type { Admitted, Authenticated, Awaitable, CallerAdmitted, CorsChecked } from './stages.ts';
import { refuseBeyondLimit } from './upgrade.ts';

/**
 * Rate limits and load shedding, before any work is done.
 * @throws TooManyRequestsError 429
 * @throws OverloadedError 503
 */
export function admit(exchange: CorsChecked): Awaitable<Admitted> {
  const { overload } = exchange.service.load;
  if (overload !== undefined) throw overloaded(overload);
  refuseBeyondLimit(exchange);
  const { admission } = exchange.compiled;
  if (admission === undefined) return exchange as Admitted;
  return settle(exchange as Admitted, admission.admit(exchange));
}

/**
 * The second half of `admit`: limits of who authenticated, which nobody knew before, and of streams, which only they may open.
 * @throws TooManyRequestsError 429
 * @throws OverloadedError 503
 */
export function admitCaller(exchange: Authenticated): Awaitable<CallerAdmitted> {
  const { admission, responses, operation } = exchange.compiled;
  if (responses.mayStream) {
    const giveBack = exchange.service.streams.take(operation.id);
    if (giveBack === undefined) throw overloaded('streams');
    exchange.defer(giveBack);
  }
  if (admission?.admitCaller === undefined) return exchange as CallerAdmitted;
  return settle(exchange as CallerAdmitted, admission.admitCaller(exchange));
}

/** With a random time, or all who were refused would come back at once. */
function overloaded(reason: Overload | 'streams'): OverloadedError {
  return new OverloadedError({ reason, retryAfterSeconds: 1 + Math.floor(Math.random() * 5), headers: [] });
}

function settle<Reached extends ServerExchange>(
  exchange: Reached,
  decision: AdmissionDecision | Promise<AdmissionDecision>,
): Awaitable<Reached> {
  return decision instanceof Promise ? decision.then((late) => apply(exchange, late)) : apply(exchange, decision);
}

function apply<Reached extends ServerExchange>(exchange: Reached, decision: AdmissionDecision): Reached {
  if (!decision.admitted) {
    throw decision.status === 429 ? new TooManyRequestsError(decision) : new OverloadedError(decision);
  }
  exchange.extraHeaders = decision.headers;
  return exchange;
}
