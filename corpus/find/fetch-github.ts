import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const packageName = '@octokit/openapi';
const wantedFile = 'package/generated/api.github.com.json';

/** GitHub's contract on this disk, or why it is not there. */
export type GithubContract = { readonly file: string } | { readonly skipped: string };

/**
 * Fetches GitHub's contract once: the package has 385 MB unpacked, of which one file is wanted, so it is no dependency.
 * The lock file in `../github` says which release, and the archive has to have its digest.
 */
export async function fetchGithub(workspaceRoot: string): Promise<GithubContract> {
  const { version, integrity } = await readLock();
  const folder = join(workspaceRoot, 'tmp', 'corpus-contracts');
  const file = join(folder, `api.github.com-${version}.json`);
  if (existsSync(file)) return { file };
  const work = join(folder, 'unpack');
  try {
    await mkdir(work, { recursive: true });
    const archive = await fetchArchive(version, { work, workspaceRoot });
    const digest = `sha512-${createHash('sha512')
      .update(await readFile(archive))
      .digest('base64')}`;
    if (digest !== integrity) throw new TypeError(`${packageName} ${version} has not the digest of the lock file`);
    await execute('tar', ['-xzf', archive, '-C', work, wantedFile]);
    await rename(join(work, wantedFile), file);
    return { file };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { skipped: `GitHub's contract is skipped: ${packageName} ${version} cannot be had (${reason})` };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** By npm's own client, so that its registry, proxy and cache are used. */
async function fetchArchive(
  version: string,
  { work, workspaceRoot }: { readonly work: string; readonly workspaceRoot: string },
): Promise<string> {
  const npm = process.env.npm_execpath;
  const [program, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const args = [...first, 'pack', `${packageName}@${version}`, '--pack-destination', work, '--json'];
  const { stdout } = await execute(program ?? 'npm', args, {
    cwd: workspaceRoot,
    timeout: 300_000,
    maxBuffer: 2 ** 26,
  });
  const packed: readonly { readonly filename: string }[] = JSON.parse(stdout);
  return join(work, packed[0]?.filename ?? '');
}

interface LockedPackage {
  readonly version: string;
  readonly integrity: string;
}

async function readLock(): Promise<LockedPackage> {
  const text = await readFile(join(import.meta.dirname, '../github/package-lock.json'), 'utf8');
  const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(text);
  const locked = lock.packages[`node_modules/${packageName}`];
  if (locked === undefined) throw new TypeError(`${packageName} is not in the lock file`);
  return locked;
}
