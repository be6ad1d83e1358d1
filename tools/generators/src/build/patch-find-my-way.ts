import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { findMyWayPatches, type SourcePatch } from './find-my-way-patches.ts';

/** Which releases the patches were written for; the build names it when a text is not found. */
export const patchedRelease = 'find-my-way 9.10.1';

const patchedFiles = /[\\/]node_modules[\\/]find-my-way[\\/]lib[\\/](?:node|handler-storage|constrainer|compiler)\.js$/;

/** Replaces the functions that find-my-way makes from text by closures, so that the bundle runs where `eval` is forbidden. */
export const patchFindMyWay: Plugin = {
  name: 'brrt-patch-find-my-way',
  setup(build) {
    build.onLoad({ filter: patchedFiles }, async ({ path }) => ({
      contents: patchFindMyWayFile(path, await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/**
 * The text of one file of find-my-way without `new Function`. `path` is a file of its `lib` folder.
 * @throws TypeError when a text to replace is not there exactly once, that is, after an upgrade
 */
export function patchFindMyWayFile(path: string, source: string): string {
  const file = path.replace(/^.*[\\/]/, '');
  return findMyWayPatches.filter((patch) => patch.file === file).reduce(applyPatch, source);
}

function applyPatch(source: string, { file, from, to, replacement }: SourcePatch): string {
  const start = source.indexOf(from);
  const end = start === -1 ? -1 : source.indexOf(to, start);
  const replaced = source.slice(start, end);
  if (end === -1 || !replaced.includes('new Function(') || source.indexOf(from, start + 1) !== -1) {
    throw new TypeError(
      `lib/${file} is not the text of ${patchedRelease} that the build patches to run without eval: ` +
        `expected exactly one '${from.trim()}' followed by '${to.trim()}'. Mend find-my-way-patches.ts for this release.`,
    );
  }
  return source.slice(0, start) + replacement + source.slice(end + to.length);
}
