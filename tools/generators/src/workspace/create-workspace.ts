import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { quoteWord } from '@brrt/service-model';
import { emitWorkspace } from './emit-workspace.ts';
import { runStep } from './run-step.ts';

export interface WorkspaceRequest {
  /** Absolute; empty but for `.git`, or not there yet. */
  readonly folder: string;
  /** Of `brrt`. */
  readonly version: string;
  readonly service?: FirstService | undefined;
  readonly install: boolean;
  readonly git: boolean;
  /** What happens, line by line. */
  readonly say: (line: string) => void;
}

export interface FirstService {
  readonly name: string;
  /** The contract: absolute, or relative to the workspace. */
  readonly spec: string;
}

export interface WorkspaceReport {
  readonly folder: string;
  readonly files: readonly string[];
  readonly service: string | undefined;
  readonly installed: boolean;
  readonly committed: boolean;
  /** What could not be done; the workspace is there all the same. */
  readonly problems: readonly string[];
}

/** The files of a workspace that would be made. */
export function workspaceFiles({ folder, version }: Pick<WorkspaceRequest, 'folder' | 'version'>): readonly string[] {
  return emitWorkspace({ name: packageName(folder), version }).map(({ path }) => path);
}

/** Why nothing is made there; undefined: it is empty, or a repository that has nothing in it yet. */
export function whyNotThere(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder).filter((name) => name !== '.git');
  return names.length === 0 ? undefined : `${folder} is not empty: it has ${names.slice(0, 3).join(', ')}`;
}

/** Writes a workspace, installs what it needs, lets it make its first service, and commits it. */
export async function createWorkspace(request: WorkspaceRequest): Promise<WorkspaceReport> {
  const { folder, version, service, say } = request;
  const files = emitWorkspace({ name: packageName(folder), version });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  say(`wrote ${files.length} files to ${folder}`);
  const problems: string[] = [];
  const isInstalled = request.install && (await install(request, problems));
  const hasService = isInstalled && service !== undefined && (await addService(request, service, problems));
  const isCommitted = request.git && (await commit(request, problems));
  return {
    folder,
    files: files.map(({ path }) => path),
    service: hasService ? service.name : undefined,
    installed: isInstalled,
    committed: isCommitted,
    problems,
  };
}

async function install({ folder, say }: WorkspaceRequest, problems: string[]): Promise<boolean> {
  say('npm install (Node, Nx, BRRT: about a minute) …');
  const isDone = await runStep({ program: 'npm', args: ['install'], cwd: folder });
  if (!isDone) problems.push('npm install failed: run it again in the new folder');
  return isDone;
}

async function addService(
  { folder, say }: WorkspaceRequest,
  { name, spec }: FirstService,
  problems: string[],
): Promise<boolean> {
  say(`nx g brrt:service ${name} …`);
  const args = ['exec', '--no', '--', 'nx', 'g', 'brrt:service', name, '--spec', spec];
  const isDone = await runStep({ program: 'npm', args, cwd: folder });
  if (!isDone)
    problems.push(`the service ${name} could not be made: npx nx g brrt:service ${name} --spec ${quoteWord(spec)}`);
  return isDone;
}

async function commit({ folder, say }: WorkspaceRequest, problems: string[]): Promise<boolean> {
  const git = (...args: readonly string[]): Promise<boolean> =>
    runStep({ program: 'git', args, cwd: folder, quiet: true });
  if (await git('rev-parse', '--is-inside-work-tree')) {
    say('this is part of a git repository already: nothing is committed');
    return false;
  }
  const isDone =
    (await git('init', '-b', 'main')) && (await git('add', '-A')) && (await git('commit', '-m', 'A workspace of BRRT'));
  if (!isDone)
    problems.push('git made no commit: is git installed, and does it know your name (git config user.name)?');
  return isDone;
}

/** The name of the folder, as far as npm takes it. */
function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[._-]+|-+$/g, '');
  return name === '' ? 'workspace' : name;
}
