import { nearestKey, type RateLimitConfig } from '@brrt/router-core/config';
import type { AdmissionDecision, AdmissionPolicy, RouteAdmission } from '@brrt/router-core/ports';
import type { SecuredContract } from '../contract.ts';
import { clientKey } from './client-key.ts';
import { type BucketState, TokenBuckets } from './token-buckets.ts';

export interface AdmissionResult {
  /** Undefined when nothing is limited. */
  readonly admission: AdmissionPolicy | undefined;
  readonly warnings: readonly string[];
}

/**
 * Rate limits per client and operation, in memory of this process. A client is the address of its connection: admission stands
 * before authentication, and headers that claim another address can be made up by anybody.
 */
export function createAdmission({ operations }: SecuredContract, config: RateLimitConfig): AdmissionResult {
  if (!config.enabled) return { admission: undefined, warnings: [] };
  const ids = operations.map(({ id }) => id);
  const unknown = Object.keys(config.routes).filter((id) => !ids.includes(id));
  const admission: AdmissionPolicy = {
    compile: ({ id, method }): RouteAdmission | undefined => {
      if (config.skipOptions && method === 'OPTIONS') return undefined;
      const own = Object.hasOwn(config.routes, id) ? config.routes[id] : undefined;
      return limit(own === undefined ? 'default' : 'operation', own ?? config.requests, config);
    },
  };
  return { admission, warnings: unknown.map((id) => unknownRoute(id, ids)) };
}

/** Headers of draft-ietf-httpapi-ratelimit-headers; `Retry-After` is added by the problem that the pipeline makes. */
function limit(name: string, requests: number, { windowSecs, maxKeys }: RateLimitConfig): RouteAdmission {
  const buckets = new TokenBuckets({ requests, windowMs: windowSecs * 1000, maxKeys });
  const policy = `"${name}";q=${requests};w=${windowSecs}`;
  return {
    admit: ({ request }) => toDecision(buckets.take(clientKey(request.remoteAddress), performance.now()), name, policy),
  };
}

function toDecision(
  { admitted, remaining, waitMs, fullInMs }: BucketState,
  name: string,
  policy: string,
): AdmissionDecision {
  const left = `"${name}";r=${remaining};t=${Math.ceil((admitted ? fullInMs : waitMs) / 1000)}`;
  const headers = ['ratelimit-policy', policy, 'ratelimit', left];
  if (admitted) return { admitted, headers };
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return { admitted, status: 429, reason: 'rate_limit', retryAfterSeconds, headers };
}

function unknownRoute(id: string, ids: readonly string[]): string {
  const near = nearestKey(id, ids);
  return `rate_limit.routes.${id} has no effect: no such operation${near === undefined ? '' : `, did you mean ${near}?`}`;
}
