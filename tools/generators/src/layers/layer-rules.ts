import type { Layer } from '../plugin/layer-of.ts';

/** `outside`: folders at the root that use everything and that nobody uses, `e2e` and `bench`. */
export type Room = Layer | 'outside';

/** Which rooms a room may import from, its own package apart. DESIGN: extensions and apps do not know their neighbours. */
export const allowedRooms: Readonly<Record<Room, readonly Room[]>> = {
  model: [],
  core: ['model'],
  extension: ['core'],
  dashboard: ['core'],
  tool: ['model', 'core', 'extension', 'dashboard', 'tool'],
  app: ['model', 'core', 'extension', 'library'],
  // Of a workspace that uses BRRT: they may know one another, and apps know them.
  library: ['library'],
  outside: ['model', 'core', 'extension', 'dashboard', 'library', 'tool', 'app'],
};

/** What a room may import for its types alone, which is gone at run time. */
export const allowedForTypes: Readonly<Partial<Record<Room, readonly Room[]>>> = {
  // The ports of router-core speak of operations and schemes.
  extension: ['model'],
  dashboard: ['model'],
};

/** Entry points of a package that only some rooms may use. */
export const restrictedEntries: Readonly<Record<string, readonly Room[]>> = {
  '@brrt/router-core/print': ['core', 'tool', 'outside'],
  '@brrt/router-core/print-configs': ['core', 'tool', 'outside'],
};

/** A folder inside a package that keeps its hands off some modules. */
export interface InnerRule {
  /** Relative to the workspace. */
  readonly folder: string;
  readonly forbidden: RegExp;
  /** Type imports of the forbidden modules are no violation. */
  readonly typesAllowed: boolean;
  readonly reason: string;
}

export const innerRules: readonly InnerRule[] = [
  {
    folder: 'libs/router-core/src/pipeline',
    forbidden: /^(?:node:)?(?:http|https|http2|net|tls|dgram|undici)$/,
    typesAllowed: true,
    reason: 'the pipeline never touches sockets',
  },
  {
    folder: 'libs/fetch-client/src',
    forbidden: /^(?:node:.*|undici|@brrt\/router-core(?!\/portable$|\/schema-runtime$).*)$/,
    typesAllowed: false,
    reason: 'clients on fetch run in browsers: nothing of Node, and of router-core what is portable',
  },
  {
    folder: 'tools/generators/src/emit',
    forbidden: /^(?:@nx\/.*|nx(?:\/.*)?|(?:node:)?fs(?:\/promises)?)$/,
    typesAllowed: false,
    reason: 'emitters are pure: neither Nx nor the disk',
  },
  {
    folder: 'tools/generators/src/compose',
    forbidden: /^(?:@nx\/.*|nx(?:\/.*)?|(?:node:)?fs(?:\/promises)?)$/,
    typesAllowed: false,
    reason: 'composing is pure: neither Nx nor the disk',
  },
];
