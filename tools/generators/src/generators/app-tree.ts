import { visibleLines } from '@brrt/service-model';
import type { Tree } from '@nx/devkit';
import type { EmittedFile } from '../emit/emitted-file.ts';
import { clientsFolder } from '../emit/reconcile-clients.ts';

const clientSuffix = '.gen.ts';

/** One folder of `apps` or `packages` within Nx's virtual tree; paths are relative to it. */
export interface AppTree {
  readonly name: string;
  /** `apps/orders` */
  readonly root: string;
  readonly read: (path: string) => string | undefined;
  readonly write: (file: EmittedFile) => void;
  readonly remove: (path: string) => void;
  /** Names in a folder; [] when there is none. */
  readonly list: (folder: string) => readonly string[];
  /** Names of the services that it has generated clients of, sorted. */
  readonly clients: () => readonly string[];
}

export function appTree(tree: Tree, name: string): AppTree {
  return folderTree(tree, `apps/${name}`);
}

/** The same for any folder of the workspace. */
export function folderTree(tree: Tree, root: string): AppTree {
  const list = (folder: string): readonly string[] =>
    tree.exists(`${root}/${folder}`) ? tree.children(`${root}/${folder}`) : [];
  return {
    name: root.slice(root.lastIndexOf('/') + 1),
    root,
    read: (path) => tree.read(`${root}/${path}`, 'utf8') ?? undefined,
    write: ({ path, text }) => tree.write(`${root}/${path}`, text),
    remove: (path) => tree.delete(`${root}/${path}`),
    list,
    clients: () =>
      list(clientsFolder)
        .filter((file) => file.endsWith(clientSuffix))
        .map((file) => file.slice(0, -clientSuffix.length))
        .sort(),
  };
}

/** Every app that has a contract, or a composition to make one of, sorted by name. */
export function serviceTrees(tree: Tree): readonly AppTree[] {
  const names = tree.exists('apps') ? [...tree.children('apps')].sort() : [];
  return names
    .map((name) => appTree(tree, name))
    .filter(({ read }) => ['openapi.yaml', 'composition.yaml'].some((path) => read(path) !== undefined));
}

/** Folders without a contract of their own that have generated clients: pages of browsers, and packages. */
export function consumerTrees(tree: Tree): readonly AppTree[] {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    tree.exists(parent) ? tree.children(parent).map((name) => `${parent}/${name}`) : [],
  );
  return folders
    .sort()
    .map((root) => folderTree(tree, root))
    .filter(({ read, list }) => read('openapi.yaml') === undefined && list(clientsFolder).length > 0);
}

/**
 * The app of a service that has to be there.
 * @throws GeneratorInputError with the names of those that are
 */
export function existingService(tree: Tree, name: string): AppTree {
  const services = serviceTrees(tree);
  const found = services.find((service) => service.name === name);
  if (found !== undefined) return found;
  const names = services.map((service) => service.name);
  throw new GeneratorInputError(
    `There is no service '${name}': ${names.length === 0 ? 'no folder of apps/ has an openapi.yaml' : `there are ${names.join(', ')}`}.`,
  );
}

/** What was asked for cannot be done; nothing is written. The message says how to mend it; what it cites cannot steer a terminal. */
export class GeneratorInputError extends Error {
  override readonly name = 'GeneratorInputError';
  constructor(message: string) {
    super(visibleLines(message));
  }
}
