import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocsFileName, DocsFiles } from '../ports/docs-files.ts';

/** What the published package has ready-made, so that nobody installs the viewers. */
const published = join(import.meta.dirname, '../../viewers');

/** The files of the viewers; from their packages each is read and compressed when it is first asked for. */
export function createViewerFiles(level = 6): DocsFiles {
  if (existsSync(published)) return { read: (name) => readFile(join(published, `${name}.gz`)) };
  const known = new Map<DocsFileName, Promise<Uint8Array>>();
  return {
    read(name) {
      const file =
        known.get(name) ?? import('./make-viewer-file.ts').then(({ makeViewerFile }) => makeViewerFile(name, level));
      known.set(name, file);
      return file;
    },
  };
}
