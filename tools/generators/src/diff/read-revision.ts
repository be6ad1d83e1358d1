import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { overlaysBeside, type ReadResult, readServiceModel, type ServiceModel, SpecError } from '@brrt/service-model';
import { UsageError } from '../cli/command.ts';

/** A contract as it is or was. */
export interface ReadRevision {
  /** `apps/a/openapi.yaml`, `main:apps/a/openapi.yaml`. */
  readonly name: string;
  readonly model: ServiceModel;
}

const run = promisify(execFile);
const mostOutput = 64 * 1024 * 1024;

/**
 * Reads a contract from a file, or by `<revision>:<path>` from git with everything that it refers to as it was then.
 * Undefined: the revision has no such file.
 */
export async function readRevision(spec: string, folder: string): Promise<ReadRevision | undefined> {
  const file = resolve(folder, spec);
  if (existsSync(file)) return { name: spec, model: await read(file) };
  const [, revision, path] = /^([^:]{2,}):(.+)$/.exec(spec) ?? [];
  if (revision === undefined || path === undefined) throw new UsageError(`there is no file ${spec}`);
  return readFromGit({ revision, path }, folder);
}

async function read(file: string): Promise<ServiceModel> {
  const result: ReadResult = await readServiceModel(file, { overlays: await overlaysBeside(file), skipBroken: true });
  if (result.model === undefined) throw new SpecError(result.diagnostics);
  return result.model;
}

/** The contracts of apps that a folder has in a revision, as absolute paths. */
export async function listContracts(revision: string, folder: string): Promise<readonly string[]> {
  const root = await realpath((await git(folder, ['rev-parse', '--show-toplevel'])).trim());
  const commit = await commitOf(revision, folder);
  const inside = relative(root, await realpath(folder))
    .split(sep)
    .join('/');
  const listed = await git(root, ['ls-tree', '-r', '-z', '--name-only', commit]);
  return listed
    .split('\0')
    .filter((name) => name.endsWith('/openapi.yaml') && dirname(dirname(name)) === (inside === '' ? '.' : inside))
    .map((name) => join(folder, relative(inside, name)));
}

async function commitOf(revision: string, folder: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const mistake = `there is no revision ${revision}`;
  return (await git(folder, args, { mistake })).trim();
}

interface Place {
  readonly revision: string;
  readonly path: string;
}

async function readFromGit({ revision, path }: Place, folder: string): Promise<ReadRevision | undefined> {
  const root = await realpath((await git(folder, ['rev-parse', '--show-toplevel'])).trim());
  const commit = await commitOf(revision, folder);
  const inside = relative(root, resolve(await realpath(folder), path))
    .split(sep)
    .join('/');
  const listed = await git(root, ['ls-tree', '-r', '-z', '--name-only', commit]);
  const files = listed.split('\0').filter((name) => isPart(name, inside));
  if (!files.includes(inside)) return undefined;
  const copy = await mkdtemp(join(await realpath(tmpdir()), 'brrt-diff-'));
  try {
    await checkOut({ root, commit, files, copy });
    const model = await read(join(copy, inside));
    const name = `${revision}:${inside}`;
    return { name, model: renamed(model, copy, (rest) => `${revision}:${rest}`) };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** What a contract may refer to: other documents, and what lies beside it. */
function isPart(name: string, contract: string): boolean {
  return /\.(?:ya?ml|json)$/.test(name) || dirname(name).startsWith(dirname(contract));
}

interface Checkout {
  readonly root: string;
  readonly commit: string;
  readonly files: readonly string[];
  readonly copy: string;
}

/** Files of a commit into a folder, through an index of their own: neither the work tree nor its index is touched. */
async function checkOut({ root, commit, files, copy }: Checkout): Promise<void> {
  // The folder counts as a repository: references of the contract may lead anywhere in it.
  await mkdir(join(copy, '.git'));
  const env = { ...process.env, GIT_INDEX_FILE: join(copy, '.git', 'index') };
  await git(root, ['read-tree', commit], { env });
  const child = run('git', ['checkout-index', '-z', '--stdin', `--prefix=${copy}/`], {
    cwd: root,
    env,
    maxBuffer: mostOutput,
  });
  child.child.stdin?.end(files.join('\0'));
  await child;
}

interface GitOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** What is likely to be wrong when it fails. */
  readonly mistake?: string;
}

async function git(
  cwd: string,
  args: readonly string[],
  { env = process.env, mistake = 'is this a repository that has the revision?' }: GitOptions = {},
): Promise<string> {
  try {
    return (await run('git', [...args], { cwd, env, maxBuffer: mostOutput })).stdout;
  } catch (cause) {
    throw new UsageError(`git ${args[0]} failed: ${mistake}`, { cause });
  }
}

/** The model with its places told as files of the revision; the copy will be gone. */
function renamed(model: ServiceModel, copy: string, nameOf: (path: string) => string): ServiceModel {
  const prefix = `${copy}${sep}`;
  return JSON.parse(JSON.stringify(model), (key, value) => {
    const isPlace = key === 'file' && typeof value === 'string' && value.startsWith(prefix);
    return isPlace ? nameOf(value.slice(prefix.length).split(sep).join('/')) : value;
  });
}

/** The commit that a contract is compared with in a workspace: `NX_BASE`, else where the branch left `base`. */
export async function baseRevision(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  base: string,
): Promise<string | undefined> {
  if (env.NX_BASE !== undefined && env.NX_BASE !== '') return env.NX_BASE;
  for (const name of [base, `origin/${base}`]) {
    const found = await run('git', ['merge-base', '--end-of-options', name, 'HEAD'], { cwd: folder }).catch(
      () => undefined,
    );
    if (found !== undefined) return found.stdout.trim();
  }
  return undefined;
}
