import type { AdmissionDecision, Exchange, RouteAdmission } from '@brrt/router-core/ports';
import { sha256 } from '../schemes/digest.ts';
import type { ClientAddress } from './client-address.ts';
import { clientKey } from './client-key.ts';
import { limitHeaders, retryAfterSeconds } from './limit-headers.ts';
import type { Limiter, LimitState } from './limiter.ts';

/** How the requests of one operation are counted. */
export interface Counting {
  readonly name: string;
  /** Value of `RateLimit-Policy`. */
  readonly policy: string;
  readonly limiter: Limiter;
  readonly addressOf: ClientAddress;
}

type Decision = AdmissionDecision | Promise<AdmissionDecision>;
type Principal = NonNullable<Exchange['principal']>;

const pass: AdmissionDecision = { admitted: true, headers: [] };

/** Every request counts for its address, before anything else is done. */
export function countByAddress(counting: Counting): RouteAdmission {
  return { admit: (exchange) => take(counting, addressKey(counting, exchange)) };
}

/** Requests count for who authenticated; nobody else is counted. */
export function countBySubject(counting: Counting): RouteAdmission {
  return {
    admit: () => pass,
    admitCaller: ({ principal }) => (principal === undefined ? pass : take(counting, subjectKey(principal))),
  };
}

/**
 * Requests count for who authenticated. Those of nobody, and those whose credentials were refused, count for their address;
 * an address that has used up its quota with them is refused before its next credential is looked at.
 */
export function countByCaller(counting: Counting): RouteAdmission {
  const { limiter } = counting;
  return {
    admit: (exchange) => {
      const state = limiter.peek(addressKey(counting, exchange));
      return state instanceof Promise ? state.then((late) => mayTry(late, counting)) : mayTry(state, counting);
    },
    admitCaller: (exchange) => {
      const { principal } = exchange;
      return take(counting, principal === undefined ? addressKey(counting, exchange) : subjectKey(principal));
    },
    refused: (exchange) => void limiter.take(addressKey(counting, exchange)),
  };
}

function addressKey({ addressOf }: Counting, { request }: Exchange): string {
  return `ip:${clientKey(addressOf(request))}`;
}

/** A digest: a store outside of the process need not know who its keys are. */
function subjectKey({ scheme, subject }: Principal): string {
  return `subject:${sha256(`${scheme}\n${subject}`).toString('base64url')}`;
}

function take(counting: Counting, key: string): Decision {
  const state = counting.limiter.take(key);
  return state instanceof Promise ? state.then((late) => decide(late, counting)) : decide(state, counting);
}

function mayTry(state: LimitState | undefined, counting: Counting): AdmissionDecision {
  return state?.admitted === true ? pass : decide(state, counting);
}

function decide(state: LimitState | undefined, { name, policy }: Counting): AdmissionDecision {
  if (state === undefined) {
    return { admitted: false, status: 503, reason: 'rate_limit_store', retryAfterSeconds: 1, headers: [] };
  }
  const { admitted } = state;
  const headers = limitHeaders(name, policy, state);
  if (admitted) return { admitted, headers };
  return { admitted, status: 429, reason: 'rate_limit', retryAfterSeconds: retryAfterSeconds(state), headers };
}
