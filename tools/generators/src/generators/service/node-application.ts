import type { Tree } from '@nx/devkit';

/**
 * Runs the application generator of `@nx/node` for `apps/<service>` and keeps what only it decides: an application of
 * this workspace with `src/main.ts` and a `tsconfig.json` that extends the right base. What the plugin infers
 * (`project.json`), what nobody uses (`tsconfig.app.json`, `src/assets`) and every change outside of the app goes.
 */
export async function addNodeApplication(tree: Tree, service: string): Promise<void> {
  // Half a second of imports that nothing else pays for.
  const { applicationGenerator } = await import('@nx/node');
  const root = `apps/${service}`;
  const recorded = recordOutside(tree, root);
  await applicationGenerator(recorded.tree, {
    directory: root,
    name: service,
    framework: 'none',
    bundler: 'esbuild',
    linter: 'none',
    formatter: 'none',
    unitTestRunner: 'none',
    e2eTestRunner: 'none',
    skipFormat: true,
    skipPackageJson: true,
    addPlugin: false,
    useProjectJson: true,
    keepExistingVersions: true,
  });
  recorded.restore();
  for (const path of ['project.json', 'tsconfig.app.json', 'src/assets', 'package.json']) {
    if (tree.exists(`${root}/${path}`)) tree.delete(`${root}/${path}`);
  }
}

/** A view of the tree that remembers what files outside of `root` were before they are first changed. */
function recordOutside(tree: Tree, root: string): { readonly tree: Tree; readonly restore: () => void } {
  const before = new Map<string, Buffer | null>();
  const remember = (path: string): void => {
    if (!path.startsWith(`${root}/`) && !before.has(path)) before.set(path, tree.read(path));
  };
  const changing: Pick<Tree, 'write' | 'delete' | 'rename'> = {
    write: (path, content, options) => {
      remember(path);
      tree.write(path, content, options);
    },
    delete: (path) => {
      remember(path);
      tree.delete(path);
    },
    rename: (from, to) => {
      remember(from);
      remember(to);
      tree.rename(from, to);
    },
  };
  return {
    tree: Object.assign(Object.create(tree) as Tree, changing),
    restore: () => {
      for (const [path, content] of before) {
        if (content !== null) tree.write(path, content);
        else if (tree.exists(path)) tree.delete(path);
      }
    },
  };
}
