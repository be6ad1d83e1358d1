import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Nothing in a library happens by being imported, so an export that nobody uses leaves the bundle with all it imports:
 * the live compiler of schemas, for one, behind an index that also exports the printed one.
 */
export const shakeLibraries: Plugin = {
  name: 'brrt-shake-libraries',
  setup(build) {
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return /[\\/]libs[\\/][^\\/]+[\\/]src[\\/]/.test(file) ? { path: file, sideEffects: false } : undefined;
    });
  },
};
