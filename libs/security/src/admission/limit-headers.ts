import type { FlatHeaders, LimitState } from '@brrt/router-core/ports';

/** A quota as clients are told of it. */
export interface QuotaPolicy {
  readonly name: string;
  readonly requests: number;
  readonly windowSecs: number;
}

/** Value of `RateLimit-Policy`. */
export function policyField({ name, requests, windowSecs }: QuotaPolicy): string {
  return `"${name}";q=${requests};w=${windowSecs}`;
}

/** Headers of draft-ietf-httpapi-ratelimit-headers; `Retry-After` is added by the problem that the pipeline makes. */
export function limitHeaders(name: string, policy: string, state: LimitState): FlatHeaders {
  const { admitted, remaining, fullInMs, waitMs } = state;
  const left = `"${name}";r=${remaining};t=${Math.ceil((admitted ? fullInMs : waitMs) / 1000)}`;
  return ['ratelimit-policy', policy, 'ratelimit', left];
}

export function retryAfterSeconds({ waitMs }: LimitState): number {
  return Math.max(1, Math.ceil(waitMs / 1000));
}
