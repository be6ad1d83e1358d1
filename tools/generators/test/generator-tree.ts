import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import serviceGenerator from '../src/generators/service/generator.ts';

export const fixtures = join(import.meta.dirname, 'fixtures');
export const librarySpec = join(fixtures, 'library.yaml');
export const libraryText = readFileSync(librarySpec, 'utf8');

/** A workspace without apps, as this one is set up. */
export function emptyWorkspace(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('tsconfig.base.json', '{ "compilerOptions": {} }');
  return tree;
}

/** A workspace with `apps/library`. */
export async function libraryWorkspace(): Promise<Tree> {
  const tree = emptyWorkspace();
  await serviceGenerator(tree, { name: 'library', spec: librarySpec });
  return tree;
}

/** Path → text of everything below a folder. */
export function filesBelow(tree: Tree, folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const change of tree.listChanges()) {
    if (change.type !== 'DELETE' && change.path.startsWith(folder))
      files[change.path] = tree.read(change.path, 'utf8') ?? '';
  }
  return files;
}

/** Replaces a part of a file that has to be there. */
export function edit(tree: Tree, path: string, [from, to]: readonly [string, string]): void {
  const text = tree.read(path, 'utf8') ?? '';
  if (!text.includes(from)) throw new TypeError(`${path} does not contain ${from}`);
  tree.write(path, text.replace(from, to));
}
