/** The part of `package-lock.json` (lockfileVersion 3) that is looked at. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export interface LockEntry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * What would make `npm ci` differ between machines, one sentence each: an optional package without an entry, which
 * other platforms then do without, or a package that is bound to the registry where the file was written.
 */
export function checkLockFile({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...missingOptional(path, entry, packages),
    ...boundTo(path, entry),
  ]);
}

function missingOptional(path: string, entry: LockEntry, packages: LockFile['packages']): readonly string[] {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !folders(path).some((folder) => Object.hasOwn(packages, `${folder}node_modules/${name}`)))
    .map(
      (name) =>
        `${path === '' ? 'The workspace' : path} needs ${name} on some platform, and the lock file has no entry for it`,
    );
}

function boundTo(path: string, { resolved }: LockEntry): readonly string[] {
  return resolved !== undefined && /^[a-z+]+:\/\//.test(resolved) ? [`${path} is bound to ${resolved}`] : [];
}

/** Where Node looks for what `path` requires, innermost first: `node_modules/a/node_modules/b/`, `node_modules/a/`, ``. */
function folders(path: string): readonly string[] {
  if (path === '') return [''];
  const end = path.lastIndexOf('node_modules/');
  const parent = end <= 0 ? '' : path.slice(0, end - 1);
  return [`${path}/`, ...folders(parent)];
}
