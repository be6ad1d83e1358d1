import { createHash } from 'node:crypto';

/** Export requests that came a moment ago: an exporter that misses the answer sends the same octets again. */
export interface RetryMemory {
  /** True: the same octets came before. */
  isRetry(body: Uint8Array): boolean;
}

const maximumBodies = 256;
const maximumAge = 120_000;

export function createRetryMemory(now: () => number = Date.now): RetryMemory {
  const seen = new Map<string, number>();
  return {
    isRetry(body) {
      const key = createHash('sha256').update(body).digest('base64');
      const at = seen.get(key);
      seen.delete(key);
      seen.set(key, now());
      if (seen.size > maximumBodies) for (const oldest of seen.keys()) if (seen.delete(oldest)) break;
      return at !== undefined && now() - at < maximumAge;
    },
  };
}
