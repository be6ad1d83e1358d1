import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkedText, wrong } from './decode.ts';

/** Relative paths start at the folder of the file that names them. */
export const filePath = checkedText((value, { file }) => resolve(dirname(file), value));

/** The same for a folder that files are made in: it has to be there when the service starts. */
export const writableFolder = checkedText((value, place, decoding) => {
  const path = resolve(dirname(place.file), value);
  const problem = problemOf(path);
  return problem === undefined ? path : wrong(decoding, place, problem);
});

function problemOf(path: string): string | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return `is no folder: ${path}`;
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return `is a folder that cannot be written to: ${path}`;
  }
}
