import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { StoreSnapshot } from '@brrt/router-core/mock';
import { UsageError } from '../command.ts';

/** Where a mock keeps what it remembers: in a file between its runs, and in memory while its contract is saved anew. */
export interface MockState {
  /** As it is now; undefined: nothing was remembered yet. */
  readonly last: StoreSnapshot | undefined;
  /** To a file soon, and once for many changes. */
  save(snapshot: () => StoreSnapshot): void;
  /** What is still to be written. */
  flush(): void;
}

const delayMilliseconds = 200;

/** In memory alone. */
export function createState(): MockState {
  let last: (() => StoreSnapshot) | undefined;
  return {
    get last() {
      return last?.();
    },
    save(snapshot) {
      last = snapshot;
    },
    flush: () => undefined,
  };
}

/** @throws UsageError when the file is there and holds something else */
export function openStateFile(path: string): MockState {
  const read = existsSync(path) ? readSnapshot(path) : undefined;
  const state = createState();
  let pending: (() => StoreSnapshot) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (pending === undefined) return;
    // A file that is half written would be lost: the new one takes the place of the old.
    writeFileSync(`${path}.new`, `${JSON.stringify(pending(), undefined, 2)}\n`);
    renameSync(`${path}.new`, path);
    pending = undefined;
  };
  return {
    get last() {
      return state.last ?? read;
    },
    flush,
    save(snapshot) {
      state.save(snapshot);
      pending = snapshot;
      timer ??= setTimeout(flush, delayMilliseconds);
    },
  };
}

function readSnapshot(path: string): StoreSnapshot {
  const value = parse(path);
  if (!isSnapshot(value)) throw new UsageError(`${path} is no state of brrt mock: name another file`);
  return value;
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isSnapshot(value: unknown): value is StoreSnapshot {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1) return false;
  return 'collections' in value && isMap(value.collections) && Object.values(value.collections).every(isMap);
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
