import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** The workspace under test. */
export const workspaceRoot = resolve(import.meta.dirname, '../..');

const copiedFolders = ['apps', 'libs', 'tools'];
const copiedFiles =
  /^(?:package\.json|package-lock\.json|nx\.json|biome\.json|tsconfig.*\.json|vitest\.config\.ts|\.gitignore|\.npmrc|\.nxignore|AGENTS\.md)$/;
const skippedFolders = new Set(['node_modules', 'dist', 'coverage', '.data']);

/** The workspace in a folder of its own, with links to what npm installed: generators may write there. */
export interface WorkspaceCopy extends AsyncDisposable {
  readonly root: string;
}

export async function copyWorkspace(): Promise<WorkspaceCopy> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-e2e-')));
  const names = await readdir(workspaceRoot);
  for (const name of names.filter((name) => copiedFolders.includes(name) || copiedFiles.test(name))) {
    await cp(join(workspaceRoot, name), join(root, name), {
      recursive: true,
      filter: (path) => !skippedFolders.has(basename(path)),
    });
  }
  await linkModules(join(workspaceRoot, 'node_modules'), join(root, 'node_modules'), root);
  for (const library of await readdir(join(workspaceRoot, 'libs'))) {
    const modules = join('libs', library, 'node_modules');
    await linkModules(join(workspaceRoot, modules), join(root, modules), root);
  }
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Links every package; those of the workspace itself to their copies. */
async function linkModules(from: string, to: string, root: string): Promise<void> {
  const names = await readdir(from).catch(() => []);
  if (names.length > 0) await mkdir(to, { recursive: true });
  for (const name of names) {
    if (name.startsWith('@') || name === '.bin') await linkModules(join(from, name), join(to, name), root);
    else if (name !== '.cache' && !name.startsWith('.vite'))
      await symlink(await copiedPlace(join(from, name), root), join(to, name));
  }
}

async function copiedPlace(path: string, root: string): Promise<string> {
  const real = await realpath(path);
  const ownPlace = join(workspaceRoot, '/');
  const isOwn = real.startsWith(ownPlace) && !real.includes('node_modules');
  return isOwn ? join(root, real.slice(ownPlace.length)) : real;
}
