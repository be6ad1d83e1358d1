import type { Tree } from '@nx/devkit';
import { GeneratorInputError } from './app-tree.ts';

const pattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
// Keeps every line that has the name within the width of the formatter.
const longest = 40;

/**
 * A service's name becomes a folder, a project of Nx, identifiers and names of variables.
 * @throws GeneratorInputError for a name that cannot be all of these
 */
export function checkName(tree: Tree, name: string): void {
  if (!pattern.test(name) || name.length > longest) {
    throw new GeneratorInputError(
      `'${name}' cannot be the name of a service: use lower-case letters, digits and single hyphens, a letter first, at most ${longest} characters, as in 'order-history'.`,
    );
  }
  const taken = ['libs', 'tools'].find((folder) => tree.exists(`${folder}/${name}`));
  if (taken !== undefined) throw new GeneratorInputError(`'${name}' is a project already: ${taken}/${name}.`);
}
