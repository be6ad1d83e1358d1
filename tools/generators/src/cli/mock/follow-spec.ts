import { setTimeout as wait } from 'node:timers/promises';
import type { FolderWatch } from '../dev/watch-folders.ts';
import { filesOf, watchSpec } from '../dev/watch-spec.ts';
import type { ReadSpec } from '../read-spec.ts';

/** A contract that was read again because it was saved. */
export interface SavedSpec {
  readonly spec: ReadSpec;
  /** Absolute. */
  readonly changed: readonly string[];
  /** By `performance.now()`. */
  readonly seenAt: number;
}

export interface FollowOptions {
  readonly read: () => Promise<ReadSpec>;
  readonly take: (saved: SavedSpec) => void;
  /** The file itself is gone, or nobody may read it. */
  readonly fail: (error: unknown) => void;
}

const secondLookMilliseconds = 150;

/**
 * Reads a contract again whenever something of it was saved, one reading after the other. What is saved while it is read is read
 * once more, and only then taken. The returned function ends it.
 */
export function followSpec(first: ReadSpec, { read, take, fail }: FollowOptions): () => void {
  let queue = Promise.resolve();
  const waiting = new Set<string>();
  const reread = async (watch: FolderWatch, seenAt: number): Promise<void> => {
    const spec = await read();
    watch.follow(filesOf(spec));
    // Before something is said to be wrong: whoever writes it may be at it still.
    if (spec.model === undefined) await wait(secondLookMilliseconds);
    if (watch.isPending() || waiting.size === 0) return;
    const changed = [...waiting];
    waiting.clear();
    take({ spec, changed, seenAt });
  };
  const watch = watchSpec(first, (paths) => {
    const seenAt = performance.now();
    for (const path of paths) waiting.add(path);
    queue = queue.then(() => reread(watch, seenAt)).catch(fail);
  });
  return () => watch.stop();
}
