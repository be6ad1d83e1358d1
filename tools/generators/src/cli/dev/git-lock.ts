import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * What git holds while it writes the files of a branch, merge or stash: until it is gone, nobody knows what the folder is to be.
 * Undefined where there is no repository around the folder.
 */
export function gitLockOf(folder: string): string | undefined {
  const place = join(folder, '.git');
  const found = statSync(place, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return join(place, 'index.lock');
  if (found?.isFile() === true) {
    // A work tree of its own names the folder that git keeps for it.
    const named = /^gitdir: (.+)$/m.exec(readFileSync(place, 'utf8'))?.[1];
    return named === undefined ? undefined : join(resolve(folder, named), 'index.lock');
  }
  return dirname(folder) === folder ? undefined : gitLockOf(dirname(folder));
}
