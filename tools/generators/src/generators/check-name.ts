import type { Tree } from '@nx/devkit';
import { explainName } from '../workspace/explain-name.ts';
import { GeneratorInputError } from './app-tree.ts';

/**
 * A service's name is that of no other project.
 * @throws GeneratorInputError for a name that is, and for one that no service can have
 */
export function checkName(tree: Tree, name: string): void {
  const problem = explainName(name);
  if (problem !== undefined) throw new GeneratorInputError(problem);
  const taken = ['libs', 'tools'].find((folder) => tree.exists(`${folder}/${name}`));
  if (taken !== undefined) throw new GeneratorInputError(`'${name}' is a project already: ${taken}/${name}.`);
}
