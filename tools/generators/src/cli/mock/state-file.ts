import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { digitsOfBigint } from '@brrt/router-core/body';
import type { StoreSnapshot } from '@brrt/router-core/mock';
import { readExactly } from '@brrt/router-core/schema';
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

/**
 * A file that cannot be written while the mock runs is told of once, and tried again with the next change.
 *
 * @throws UsageError when the file is there and holds something else, or cannot be written
 */
export function openStateFile(path: string, warn: (line: string) => void = () => undefined): MockState {
  const read = existsSync(path) ? readSnapshot(path) : undefined;
  refuseUnwritable(path);
  const state = createState();
  let pending: (() => StoreSnapshot) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isLost = false;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (pending === undefined) return;
    try {
      // A file that is half written would be lost: the new one takes the place of the old.
      writeFileSync(besides(path), `${JSON.stringify(pending(), digitsOfBigint, 2)}\n`);
      renameSync(besides(path), path);
      pending = undefined;
      isLost = false;
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? error.code : error;
      if (!isLost)
        warn(`brrt mock: --state: ${path} cannot be written (${reason}): what changes is kept in memory alone`);
      isLost = true;
    }
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

/** Where the next content is written. */
function besides(path: string): string {
  return `${path}.new`;
}

function refuseUnwritable(path: string): void {
  try {
    writeFileSync(besides(path), '');
    rmSync(besides(path));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const mending = 'name a file in a folder that this user may write';
    throw new UsageError(`--state: ${besides(path)} cannot be written (${error.code}): ${mending}`);
  }
}

function readSnapshot(path: string): StoreSnapshot {
  const value = parse(path);
  if (!isSnapshot(value)) throw new UsageError(`${path} is no state of brrt mock: name another file`);
  return value;
}

function parse(path: string): unknown {
  try {
    return readExactly(readFileSync(path, 'utf8'));
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
