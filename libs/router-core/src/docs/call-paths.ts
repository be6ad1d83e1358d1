import type { Operation } from '@brrt/service-model';

/** What paths of operations begin with where they are served. */
export interface CallPaths {
  /** Of most operations. */
  readonly common: readonly string[];
  /** Of the others, as those with `servers` of their own; by `GET /pets`. */
  readonly own: Readonly<Record<string, readonly string[]>>;
}

export function callPathsOf(operations: readonly Pick<Operation, 'method' | 'path' | 'basePaths'>[]): CallPaths {
  const groups = [...Map.groupBy(operations, ({ basePaths }) => JSON.stringify(basePaths)).values()];
  const [most = [], ...others] = groups.sort((one, other) => other.length - one.length);
  return {
    common: most[0]?.basePaths ?? [],
    own: Object.fromEntries(others.flat().map(({ method, path, basePaths }) => [`${method} ${path}`, basePaths])),
  };
}
