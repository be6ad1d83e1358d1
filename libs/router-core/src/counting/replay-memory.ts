const capacity = 200_000;
/** Behind what lasts longer nothing is found in front; a look at all of them is no work for each request. */
const sweepPauseMs = 1_000;

/** Remembers for a time what must not be used a second time. */
export interface ReplayMemory {
  /**
   * Notes an identifier until `expiresAt` (milliseconds since the epoch); false when it is noted already.
   * @throws ReplayMemoryFullError
   */
  note(id: string, expiresAt: number): boolean;
}

/** Full of what is still valid, it takes no more: forgetting one would let it be used again. */
export function createReplayMemory(limit: number = capacity): ReplayMemory {
  const noted = new Map<string, number>();
  let sweptAt = Number.NEGATIVE_INFINITY;
  return {
    note(id, expiresAt) {
      const now = Date.now();
      const known = noted.get(id);
      if (known !== undefined && known > now) return false;
      if (noted.size >= limit) forgetFirst(noted, now);
      if (noted.size >= limit && now - sweptAt >= sweepPauseMs) {
        sweptAt = now;
        for (const [each, until] of noted) if (until <= now) noted.delete(each);
      }
      if (noted.size >= limit) throw new ReplayMemoryFullError(limit);
      noted.delete(id);
      noted.set(id, expiresAt);
      return true;
    },
  };
}

/** What is of one kind expires in nearly the order in which it came, so what is expired mostly stands in front. */
function forgetFirst(noted: Map<string, number>, now: number): void {
  for (const [id, expiresAt] of noted) {
    if (expiresAt > now) return;
    noted.delete(id);
  }
}

/** Whoever wanted to know answers 503. */
class ReplayMemoryFullError extends Error {
  override readonly name = 'ReplayMemoryFullError';
  readonly code = 'ERR_REPLAY_MEMORY_FULL';
  constructor(limit: number) {
    super(`${limit} proofs were used within their time`);
  }
}
