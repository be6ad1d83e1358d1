import type { Plugin } from 'esbuild';

const name = 'brrt-require-builtins';

/**
 * Takes some of Node's modules as CommonJS. Who imports one gets all of its properties read, and those of `node:http` for WebSocket
 * clients load undici, those of `node:fs` its streams: some 10 ms at each start that nobody has asked for.
 */
export const requireBuiltins: Plugin = {
  name,
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?(?:https?|fs)$/ }, ({ path, kind }) => {
      // What a program waits for is no part of its start; and of CommonJS it would be given the default export alone.
      if (kind === 'dynamic-import') return { path, external: true };
      return { path: path.replace('node:', ''), namespace: name, sideEffects: false };
    });
    build.onLoad({ filter: /^/, namespace: name }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
      loader: 'js',
    }));
  },
};
