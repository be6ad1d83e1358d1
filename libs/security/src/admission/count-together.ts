import { type RequestLimit, TokenBuckets, workerProcess } from '@brrt/router-core/ports';
import type { Limiter } from './limiter.ts';

/** Counts with the other workers of the service; undefined: there are none. */
export function countTogether(limit: RequestLimit): Limiter | undefined {
  const worker = workerProcess();
  if (worker === undefined) return undefined;
  // A worker whose primary is gone ends, and counts alone until then.
  const alone = new TokenBuckets(limit);
  return {
    take: (key) => worker.count('take', limit, key).catch(() => alone.take(key)),
    peek: (key) => worker.count('peek', limit, key).catch(() => alone.peek(key)),
  };
}
