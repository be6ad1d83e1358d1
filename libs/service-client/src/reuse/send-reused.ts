import { allowedWithin } from '../call-scope.ts';
import { retryHeader } from '../propagation-headers.ts';
import type { Attempt } from '../resilience/attempt.ts';
import { sendAgain } from '../send-attempts.ts';
import { describeCall, type Sending } from '../sending.ts';
import {
  UpstreamBusyError,
  UpstreamOpenError,
  UpstreamTimeoutError,
  UpstreamUnavailableError,
} from '../upstream-error.ts';
import type { AnswerReuse } from './answer-reuse.ts';
import type { ReusePlan } from './compile-reuse.ts';
import { aged, freshnessOf, isShareable, mayStandIn, type ReusedRequest, type StoredAnswer } from './freshness.ts';
import { replay } from './held-answer.ts';
import type { CachePlace } from './response-cache.ts';

type Place = CachePlace & ReusedRequest;

/** Answers a call from what is kept, or with the answer of one that is under way, where that may be; else sends it. Never rejects. */
export async function sendReused(sending: Sending, plan: ReusePlan): Promise<Attempt> {
  const { reuse } = sending.upstream;
  const place = placeOf(sending);
  if (place === undefined) return sendAgain(sending);
  const stored = plan.isCached ? reuse.cache.find(place.key) : undefined;
  if (stored === undefined) return fetch(sending, { plan, place, reuse });
  const freshness = freshnessOf(stored, place);
  if (freshness === 'stale') refreshAside({ ...sending, stored }, { plan, place, reuse });
  if (freshness !== 'doubtful') return answerFrom(stored, freshness === 'fresh' ? 'hit' : 'stale', sending);
  const attempt = await fetch({ ...sending, stored }, { plan, place, reuse });
  return isOutage(attempt) && mayStandIn(stored, place) ? answerFrom(stored, 'stale', sending) : attempt;
}

// What asks for a part, or on a condition of its own, is for nobody else and for no other time.
const ownConditions = /^(?:if-(?:match|none-match|modified-since|unmodified-since|range)|range)$/i;

/** Undefined: its answer is good for it alone. */
function placeOf({ call, exchange, message }: Sending): Place | undefined {
  const { target, headers, body } = message;
  if (body !== undefined && typeof body !== 'string') return undefined;
  if (headers.some((text, index) => index % 2 === 0 && ownConditions.test(text))) return undefined;
  // Whoever authorizes itself as somebody else gets another answer.
  const principal = call.tokens === undefined ? '' : call.tokens.principalOf(exchange);
  if (principal === undefined) return undefined;
  const { baggage = '' } = exchange.trace;
  const key = JSON.stringify([call.names.operation, target, principal, baggage, body ?? '', headers]);
  return { key, target, headers: [...headers, 'baggage', baggage] };
}

interface Fetching {
  readonly plan: ReusePlan;
  readonly place: Place;
  readonly reuse: AnswerReuse<Landed>;
}

/** What came of a call that others may have waited for. */
export interface Landed {
  readonly attempt: Attempt;
  readonly traceId: string;
}

async function fetch(sending: Sending, fetching: Fetching): Promise<Attempt> {
  const { plan, place, reuse } = fetching;
  const alone = (): Promise<Attempt> => sendAgain({ ...sending, isHeld: true });
  if (!plan.isCoalesced) return reuse.fetch(place, alone);
  const { flight, isFirst } = depart(sending, fetching);
  if (!isFirst) return follow(sending, flight.wait(sending.scope.signal));
  return flight.wait(sending.scope.signal).then(
    ({ attempt }) => attempt,
    (error: unknown) => ({ error }),
  );
}

/** The call that is under way for all who ask for the same, or a new one. */
function depart(sending: Sending, { plan, place, reuse }: Fetching): ReturnType<typeof reuse.join> {
  const { call, exchange } = sending;
  const isRetry = exchange.request.headers[retryHeader] !== undefined;
  const key = isRetry ? `retry ${place.key}` : place.key;
  return reuse.join(key, call.timeoutMilliseconds, async (signal) => {
    const shared: Sending = { ...sending, isHeld: true, scope: sharedScope(signal, call.timeoutMilliseconds) };
    const send = (): Promise<Attempt> => sendAgain(shared);
    const attempt = await (plan.isCached ? reuse.fetch(place, send) : send());
    return { attempt, traceId: exchange.trace.traceId };
  });
}

/** The time of a call for several: each of them waits as long as it has itself, and it ends with the last. */
function sharedScope(signal: AbortSignal, timeoutMilliseconds: number): Sending['scope'] {
  const until = performance.now() + timeoutMilliseconds;
  const remainingMilliseconds = (): number => until - performance.now();
  return {
    signal,
    remainingMilliseconds,
    allowedMilliseconds: () => allowedWithin(remainingMilliseconds()),
    // What the last one who waited had of it.
    get isFairTime() {
      return remainingMilliseconds() <= timeoutMilliseconds / 2;
    },
    follow: () => undefined,
  };
}

/** Gets the answer of somebody else's call; sends its own where that answer is for nobody else. */
async function follow(sending: Sending, landing: Promise<Landed>): Promise<Attempt> {
  const { call, exchange } = sending;
  const { end } = exchange.startCall(describeCall(sending));
  try {
    const { attempt, traceId } = await landing;
    const { status, error, held, spanId = '' } = attempt;
    if (held !== undefined && !isShareable(held)) return sendAgain(sending);
    const sharedWith = { traceId, spanId };
    if (held === undefined) {
      end({ status, error, sharedWith });
      return attempt;
    }
    const response = await call.answers.read(replay(held), { names: call.names, explain: (cause) => cause });
    end({ status: held.status, error: undefined, sharedWith });
    return { status, response };
  } catch (error) {
    end({ status: undefined, error });
    return { error };
  }
}

/** Asks whether a stale answer still holds while it is in use (RFC 5861 §3); what comes of it, the next caller sees. */
function refreshAside(sending: Sending, fetching: Fetching): void {
  const { call } = sending;
  const controller = new AbortController();
  const { flight, isFirst } = depart(sending, fetching);
  if (!isFirst) return;
  const timer = setTimeout(() => controller.abort(new UpstreamTimeoutError(call.names)), call.timeoutMilliseconds);
  flight.wait(controller.signal).then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  );
}

async function answerFrom(stored: StoredAnswer, cache: 'hit' | 'stale', sending: Sending): Promise<Attempt> {
  const { call, exchange } = sending;
  const { end } = exchange.startCall(describeCall(sending));
  const { status } = stored.held;
  try {
    const response = await call.answers.read(replay(aged(stored)), { names: call.names, explain: (cause) => cause });
    end({ status, error: undefined, cache });
    return { status, response };
  } catch (error) {
    end({ status, error, cache });
    return { error };
  }
}

const errorStatuses = new Set([500, 502, 503, 504]);

/** What RFC 5861 §4 calls an error: no answer, or one that says the service cannot do its work. */
function isOutage({ response, error }: Attempt): boolean {
  if (response !== undefined) return errorStatuses.has(response.status);
  if (error instanceof UpstreamUnavailableError)
    return error.answered === undefined || errorStatuses.has(error.answered);
  return [UpstreamTimeoutError, UpstreamOpenError, UpstreamBusyError].some((kind) => error instanceof kind);
}
