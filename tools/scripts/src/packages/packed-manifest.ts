/** What the `package.json` of a source package has that matters here. */
export interface SourceManifest {
  readonly name: string;
  readonly version: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface Packing {
  /** Relative to the repository: `libs/security`. */
  readonly folder: string;
  /** Names of all packages that are published together. */
  readonly own: ReadonlySet<string>;
  /** `owner/name` on GitHub; a statement of provenance is refused for a package that names another one. */
  readonly repository: string | undefined;
}

/** Whose text, or whose own version, something of ours depends on. */
const exactly: ReadonlySet<string> = new Set(['find-my-way', '@nx/devkit', '@nx/node']);

/** The manifest that is published: JavaScript and types in the place of the source, and no tests. */
export function packedManifest(source: SourceManifest, { folder, own, repository }: Packing): SourceManifest {
  const { bin, exports, dependencies = {}, devDependencies: _, private: __, ...rest } = source;
  const rangeOf = (name: string, version: string): string =>
    own.has(name) || exactly.has(name) ? version : `^${version}`;
  return {
    ...rest,
    ...(repository !== undefined && {
      homepage: `https://github.com/${repository}#readme`,
      bugs: `https://github.com/${repository}/issues`,
      repository: { type: 'git', url: `git+https://github.com/${repository}.git`, directory: folder },
    }),
    engines: source.engines ?? { node: '>=22.18' },
    ...(bin !== undefined && {
      bin: Object.fromEntries(Object.entries(bin).map(([name, file]) => [name, emitted(file)])),
    }),
    ...(exports !== undefined && { exports: packedExports(exports) }),
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([name, version]) => [name, rangeOf(name, version)]),
    ),
    // Provenance is what a workflow of that repository says; nobody else can.
    publishConfig: { access: 'public', ...(repository !== undefined && { provenance: true }) },
  };
}

function packedExports(exports: NonNullable<SourceManifest['exports']>): NonNullable<SourceManifest['exports']> {
  const entries = Object.entries(exports).filter(([, target]) => !isForTests(target));
  return {
    ...Object.fromEntries(entries.map(([entry, target]) => [entry, packedTarget(target)])),
    './package.json': './package.json',
  };
}

function isForTests(target: string | object): boolean {
  return typeof target === 'string' && /\/(?:test|testing)\//.test(target);
}

function packedTarget(target: string | Readonly<Record<string, string>>): string | Readonly<Record<string, string>> {
  if (typeof target !== 'string')
    return Object.fromEntries(Object.entries(target).map(([condition, file]) => [condition, emitted(file)]));
  return target.endsWith('.ts') ? { types: target.replace(/\.ts$/, '.d.ts'), default: emitted(target) } : target;
}

/** What a file of TypeScript becomes; declarations stay. */
export function emitted(file: string): string {
  return file.replace(/(?<!\.d)\.ts$/, '.js');
}
