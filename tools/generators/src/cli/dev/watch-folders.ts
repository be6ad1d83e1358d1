import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

export interface WatchOptions {
  /** Absolute; watched with everything below. */
  readonly folders: readonly string[];
  /** Which files count, by absolute path. */
  readonly isOfInterest: (path: string) => boolean;
  /** Changes within this time come as one. */
  readonly quietMilliseconds: number;
  readonly onChange: (paths: readonly string[]) => void;
}

const skippedFolders = new Set(['node_modules', 'dist', 'coverage']);

/**
 * Reports changed, new and removed files, in batches. The returned function ends it.
 * One watcher for each folder: Node's `recursive` takes one for each file on Linux and loses files that editors replace.
 */
export function watchFolders({ folders, isOfInterest, quietMilliseconds, onChange }: WatchOptions): () => void {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    const paths = [...changed].sort();
    changed.clear();
    onChange(paths);
  };
  const note = (path: string): void => {
    if (!isOfInterest(path)) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(flush, quietMilliseconds);
  };
  const remove = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    // Whoever was there before may have been another folder of this name.
    remove(folder);
    const subfolders = readSubfolders(folder);
    if (subfolders === undefined) return;
    const watcher = watch(folder, (event, name) => {
      if (name === null) return;
      note(join(folder, name));
      if (event === 'rename' && isWatchedName(name)) add(join(folder, name));
    });
    watchers.set(
      folder,
      watcher.on('error', () => remove(folder)),
    );
    for (const subfolder of subfolders) add(subfolder);
  };
  for (const folder of folders) add(folder);
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

/** Undefined when it is no folder, or no longer there. */
function readSubfolders(folder: string): readonly string[] | undefined {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && isWatchedName(entry.name))
      .map(({ name }) => join(folder, name));
  } catch {
    return undefined;
  }
}

function isWatchedName(name: string): boolean {
  return !name.startsWith('.') && !skippedFolders.has(name);
}
