import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { FileProblem } from './read-file.ts';

/** Says where a file really lies, or why a contract may not lead there. */
export type FileConfinement = (path: string) => Promise<{ readonly path: string } | FileProblem>;

/**
 * Of the files that the references of a contract lead to: those of its repository or workspace, else of the folder
 * around its own; hidden ones only within its own. A link counts as what it leads to. A contract of somebody else must not
 * show files of this machine.
 */
export function confineFiles(contract: string): FileConfinement {
  let found: Promise<readonly string[]> | undefined;
  return async (path) => {
    found ??= foldersOf(contract);
    const folders = await found;
    // What is not there is said by whoever reads it.
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) return { path };
    if (folders.some((folder) => isOf(real, folder))) return { path: real };
    return { problem: `${path} leads to a file that is none of the contract's` };
  };
}

/** A contract may be a link itself: files that lie beside what it leads to are its own too. */
async function foldersOf(contract: string): Promise<readonly string[]> {
  const beside = dirname(contract);
  const folder = await realpath(beside).catch(() => beside);
  const own = await realpath(contract).catch(() => undefined);
  return [...new Set([folder, ...(own === undefined ? [] : [dirname(own)])])];
}

const marks = ['.git', 'nx.json'];

function boundaryAround(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (marks.some((mark) => existsSync(join(at, mark)))) return at;
    if (at === dirname(at)) break;
  }
  const around = dirname(folder);
  // Everything is within the root of the file system.
  return around === dirname(around) ? folder : around;
}

function isOf(path: string, folder: string): boolean {
  if (isWithin(path, folder)) return true;
  const boundary = boundaryAround(folder);
  const isHidden = relative(boundary, path)
    .split(sep)
    .some((name) => name.startsWith('.'));
  return isWithin(path, boundary) && !isHidden;
}

function isWithin(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return inside !== '..' && !inside.startsWith(`..${sep}`) && resolve(inside) !== inside;
}
