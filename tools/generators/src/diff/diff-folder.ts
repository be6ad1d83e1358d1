import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { CommandContext } from '../cli/command.ts';
import { diffContracts } from './diff-contracts.ts';
import type { FolderReport } from './format-folder.ts';
import { guardBeside } from './guard-file.ts';
import { listContracts, readRevision } from './read-revision.ts';

export interface FolderQuestion {
  /** Absolute: `apps` of a workspace. */
  readonly folder: string;
  readonly revision: string;
  readonly context: Pick<CommandContext, 'workspaceRoot' | 'env'>;
}

const contract = 'openapi.yaml';

/** The contracts of all apps in a folder, each with itself in a revision. */
export async function diffFolder({ folder, revision, context }: FolderQuestion): Promise<FolderReport> {
  const cwd = process.cwd();
  const before = await listContracts(revision, folder);
  const now = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name, contract))
    .filter((file) => existsSync(file));
  const named = (file: string): string => relative(cwd, file).replaceAll('\\', '/');
  const reports = [];
  const added: string[] = [];
  for (const file of now) {
    const old = await readRevision(`${revision}:${named(file)}`, cwd);
    const fresh = await readRevision(named(file), cwd);
    if (old === undefined || fresh === undefined) added.push(named(file));
    else reports.push(await diffContracts({ old, fresh, guard: guardBeside(file), context }));
  }
  const left = new Set(now.map((file) => resolve(file)));
  return { reports, added, gone: before.filter((file) => !left.has(resolve(file))).map(named) };
}
