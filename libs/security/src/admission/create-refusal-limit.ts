import type { RefusedCredentialsConfig } from '@brrt/router-core/config';
import { type FlatHeaders, type HttpRequest, TokenBuckets } from '@brrt/router-core/ports';
import { BoundedCache } from '../bounded-cache.ts';
import type { ClientAddress } from './client-address.ts';
import { clientKey } from './client-key.ts';
import { countTogether } from './count-together.ts';
import { limitHeaders, policyField, retryAfterSeconds } from './limit-headers.ts';

const name = 'refused-credentials';
const maxVouched = 10_000;
const vouchedMs = 3_600_000;

export interface RefusalLimitOptions {
  readonly scheme: string;
  readonly config: RefusedCredentialsConfig;
  readonly kind: 'basic' | 'remoteApiKeys' | 'introspection';
  readonly addressOf: ClientAddress;
}

/** A credential, and whose it is. */
export interface Attempt {
  readonly request: HttpRequest;
  /** Digest of the credential. */
  readonly key: string;
}

/** A credential that is not looked at, and what the 429 says of it. */
export interface Throttled {
  readonly retryAfterSeconds: number;
  readonly headers: FlatHeaders;
}

/** How many credentials of one address may turn out bad, where each of them costs work here or a question elsewhere. */
export interface RefusalLimit {
  /** Undefined: it is looked at. */
  throttle(attempt: Attempt): Promise<Throttled | undefined>;
  note(attempt: Attempt, verdict: 'good' | 'bad'): void;
}

const unlimited: RefusalLimit = { throttle: async () => undefined, note: () => undefined };

/**
 * Counted by address, an IPv6 client being its /64, for all workers of the service. Good credentials cost nothing, and one that
 * was good within an hour is looked at in any case: who shares an address with a stranger is not locked out by what they try.
 */
export function createRefusalLimit({ scheme, config, kind, addressOf }: RefusalLimitOptions): RefusalLimit {
  const { enabled, windowSecs, maxKeys, [kind]: requests } = config;
  if (!enabled) return unlimited;
  // Schemes have names of their own, and one of them may ask two services.
  const limit = { name: `refused ${kind} of ${scheme}`, requests, windowMs: windowSecs * 1_000, maxKeys };
  const policy = policyField({ name, requests, windowSecs });
  const limiter = countTogether(limit) ?? new TokenBuckets(limit);
  const vouched = new BoundedCache<true>(maxVouched);
  const addressKey = ({ request }: Attempt): string => clientKey(addressOf(request));
  return {
    async throttle(attempt) {
      if (vouched.get(attempt.key) === true) return undefined;
      const state = await limiter.peek(addressKey(attempt));
      if (state === undefined || state.admitted) return undefined;
      return { retryAfterSeconds: retryAfterSeconds(state), headers: limitHeaders(name, policy, state) };
    },
    note(attempt, verdict) {
      if (verdict === 'good') return vouched.set(attempt.key, true, Date.now() + vouchedMs);
      vouched.delete(attempt.key);
      void limiter.take(addressKey(attempt));
    },
  };
}
