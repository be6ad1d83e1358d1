import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';

const workspaceRoot = resolve(import.meta.dirname, '..');

/** Another version of the product, measured by this bench and with the packages that are installed here. */
export interface Checkout extends AsyncDisposable {
  /** What `buildShop` made of its libraries. */
  readonly entry: string;
}

/** @throws TypeError when git does not know the revision, or the bench cannot be built with it */
export async function checkOut(revision: string): Promise<Checkout> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-bench-')));
  const dispose = (): Promise<void> => rm(root, { recursive: true, force: true, maxRetries: 3 });
  try {
    extract(revision, root);
    await cp(join(workspaceRoot, 'bench'), join(root, 'bench'), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
    await linkPackages('.', root);
    await linkPackages('tools/generators', root);
    for (const library of await readdir(join(root, 'libs'))) await linkPackages(join('libs', library), root);
    const entry = execFileSync(process.execPath, [join(root, 'bench/build-shop.ts')], { cwd: root, encoding: 'utf8' });
    return { entry: entry.trim(), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw new TypeError(`--compare ${revision}: it cannot be built`, { cause: error });
  }
}

function extract(revision: string, root: string): void {
  const archive = ['archive', '--format=tar', revision, 'libs', 'tools', 'package.json'];
  const files = execFileSync('git', archive, { cwd: workspaceRoot, maxBuffer: 1 << 30 });
  execFileSync('tar', ['-x', '-C', root], { input: files });
}

/** What npm installed here; packages of the workspace itself are those of the checkout. */
async function linkPackages(folder: string, root: string): Promise<void> {
  const from = join(workspaceRoot, folder, 'node_modules');
  const names = await readdir(from).catch(() => []);
  const packages = await Promise.all(names.map((name) => (name.startsWith('@') ? scoped(from, name) : [name])));
  for (const name of packages.flat()) {
    const real = await realpath(join(from, name));
    const isOwn = real.startsWith(workspaceRoot + sep) && !real.includes('node_modules');
    const link = join(root, folder, 'node_modules', name);
    await mkdir(join(link, '..'), { recursive: true });
    await symlink(isOwn ? join(root, real.slice(workspaceRoot.length)) : real, link);
  }
}

async function scoped(folder: string, scope: string): Promise<readonly string[]> {
  return (await readdir(join(folder, scope))).map((name) => join(scope, name));
}
