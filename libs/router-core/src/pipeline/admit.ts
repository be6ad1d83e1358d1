import type { HttpError } from '../errors/http-error.ts';
import { OverloadedError, TooManyRequestsError } from '../errors/pipeline-errors.ts';
import type { Awaitable } from '../ports/later.ts';
import type { AdmissionDecision } from '../ports/policies.ts';
import type { ServerExchange } from './server-exchange.ts';
import type { Admitted, Authenticated, CallerAdmitted, CorsChecked } from './stages.ts';
import { refuseBeyondLimit } from './upgrade.ts';

/**
 * Rate limits and load shedding, before any work is done.
 * @throws TooManyRequestsError 429
 * @throws OverloadedError 503
 */
export function admit(exchange: CorsChecked): Awaitable<Admitted> {
  const overload = exchange.service.load.overload(exchange.startedAt);
  if (overload !== undefined) throw overloaded(overload);
  const { admission, concurrency } = exchange.compiled;
  if (concurrency?.refuses() === true) throw overloaded('concurrency');
  refuseBeyondLimit(exchange);
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

/** Made once: to refuse must cost far less than to answer, and a stack alone costs more than that. */
const refusals = {
  capacity: listRefusals('capacity'),
  concurrency: listRefusals('concurrency'),
  event_loop: listRefusals('event_loop'),
  streams: listRefusals('streams'),
};

function listRefusals(reason: string): readonly OverloadedError[] {
  return [1, 2, 3, 4, 5].map((retryAfterSeconds) => new OverloadedError({ reason, retryAfterSeconds, headers: [] }));
}

/** With a random time, or all who were refused would come back at once. */
function overloaded(reason: keyof typeof refusals): HttpError | undefined {
  return refusals[reason][Math.floor(Math.random() * 5)];
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
