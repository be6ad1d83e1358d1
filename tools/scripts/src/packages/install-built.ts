import { existsSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BuiltPackage } from './build-packages.ts';

/**
 * Puts built packages into the `node_modules` of a folder as npm would, each with what it declares and nothing else; what is
 * not ours is linked from the repository.
 */
export async function installBuilt(root: string, folder: string, built: readonly BuiltPackage[]): Promise<void> {
  const modules = join(folder, 'node_modules');
  const own = new Set(built.map(({ name }) => name));
  for (const { name, folder: source, manifest } of built) {
    const place = join(modules, name);
    await cp(source, place, { recursive: true });
    for (const dependency of Object.keys(manifest.dependencies ?? {}).filter((each) => !own.has(each))) {
      const link = join(place, 'node_modules', dependency);
      await mkdir(dirname(link), { recursive: true });
      await symlink(findPackage(dependency, join(root, sourceFolder(name))), link);
    }
  }
}

function sourceFolder(name: string): string {
  if (name === 'brrt') return 'tools/generators';
  return name.startsWith('@') ? name.replace('@brrt/', 'libs/') : `tools/${name}`;
}

/** Where npm has put a package, as seen from a folder. Not every package exports its manifest. */
function findPackage(name: string, from: string): string {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  const found = places.map((place) => join(place, name)).find((place) => existsSync(join(place, 'package.json')));
  if (found === undefined) throw new TypeError(`${name} is not installed for ${from}: npm ci`);
  return found;
}
