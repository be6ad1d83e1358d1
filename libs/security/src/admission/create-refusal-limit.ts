import { type HttpRequest, TokenBuckets } from '@brrt/router-core/ports';
import { BoundedCache } from '../bounded-cache.ts';
import type { ClientAddress } from './client-address.ts';
import { clientKey } from './client-key.ts';
import { countTogether } from './count-together.ts';

const maxKeys = 10_000;
const maxVouched = 10_000;
const vouchedMs = 3_600_000;

export interface RefusalLimitOptions {
  readonly scheme: string;
  readonly addressOf: ClientAddress;
  /** Credentials that may be refused at once, and in how many milliseconds as many may be again. */
  readonly refusals: number;
  readonly windowMs: number;
}

/** A credential, and whose it is. */
export interface Attempt {
  readonly request: HttpRequest;
  /** Digest of the credential. */
  readonly key: string;
}

/** How many credentials of one address may turn out bad, where each of them costs work here or a question elsewhere. */
export interface RefusalLimit {
  /** Seconds until this credential is looked at; 0: now. */
  waitSeconds(attempt: Attempt): Promise<number>;
  note(attempt: Attempt, verdict: 'good' | 'bad'): void;
}

/**
 * Counted by address, an IPv6 client being its /64, for all workers of the service. Good credentials cost nothing, and one that
 * was good within an hour is looked at in any case: who shares an address with a stranger is not locked out by what they try.
 */
export function createRefusalLimit({ scheme, addressOf, refusals, windowMs }: RefusalLimitOptions): RefusalLimit {
  const limit = { name: `refused credentials of ${scheme}`, requests: refusals, windowMs, maxKeys };
  const limiter = countTogether(limit) ?? new TokenBuckets(limit);
  const vouched = new BoundedCache<true>(maxVouched);
  const addressKey = ({ request }: Attempt): string => clientKey(addressOf(request));
  return {
    async waitSeconds(attempt) {
      if (vouched.get(attempt.key) === true) return 0;
      const state = await limiter.peek(addressKey(attempt));
      return state === undefined || state.admitted ? 0 : Math.max(1, Math.ceil(state.waitMs / 1000));
    },
    note(attempt, verdict) {
      if (verdict === 'good') return vouched.set(attempt.key, true, Date.now() + vouchedMs);
      vouched.delete(attempt.key);
      void limiter.take(addressKey(attempt));
    },
  };
}
