import { basename, dirname } from 'node:path';
import { lockFileOf, overlayNames } from '@brrt/service-model';
import type { ReadSpec } from '../read-spec.ts';
import { gitLockOf } from './git-lock.ts';
import { type FolderWatch, watchFolders } from './watch-folders.ts';

/** What a contract consists of, wherever it lies. */
export type SpecFiles = Pick<ReadSpec, 'file' | 'files' | 'missing'>;

/** Reports what was saved of a contract: its files, those that it lacks, and overlays that come to lie beside it. */
export function watchSpec(spec: SpecFiles, onChange: (paths: readonly string[]) => void): FolderWatch {
  const watch = watchFolders({
    folders: [],
    isOfInterest: (path) => isOverlayOf(path, spec.file),
    quietMilliseconds: 40,
    lock: gitLockOf(dirname(spec.file)),
    onChange,
  });
  watch.follow(filesOf(spec));
  return watch;
}

/** Every file whose change may change the contract. */
export function filesOf({ file, files, missing }: SpecFiles): readonly string[] {
  return [...new Set([file, lockFileOf(file), ...files, ...missing])];
}

export function isOverlayOf(path: string, contract: string): boolean {
  return dirname(path) === dirname(contract) && overlayNames(basename(contract), [basename(path)]).length > 0;
}
