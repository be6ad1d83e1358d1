import { createReplayMemory, workerProcess } from '@brrt/router-core/ports';

/** Remembers which proofs and signed webhooks were used (RFC 9449 §11.1). Several machines with one service need one that they share. */
export interface ReplayStore {
  /**
   * Notes an identifier until `expiresAt` (milliseconds since the epoch); false when it is noted already. A store that cannot
   * tell rejects: the caller is answered 503 then.
   */
  note(id: string, expiresAt: number): boolean | Promise<boolean>;
}

/** In memory: of this process, or of the one that started it and its like. Full of what is still valid, it rejects. */
export function createMemoryReplayStore(limit?: number): ReplayStore {
  const worker = workerProcess();
  if (worker !== undefined) return { note: (id, expiresAt) => worker.note(id, expiresAt) };
  const memory = createReplayMemory(limit);
  return { note: async (id, expiresAt) => memory.note(id, expiresAt) };
}
