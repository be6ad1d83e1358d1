import { basename, dirname, resolve } from 'node:path';
import { listApps } from '../cli/app-folder.ts';
import type { CommandContext } from '../cli/command.ts';
import { readAddress } from '../cli/dev/read-address.ts';
import { localUrl } from '../cli/dev/wait-until-ready.ts';
import type { Change } from './change.ts';
import { compareContracts } from './compare-contracts.ts';
import { findConsumers } from './find-consumers.ts';
import type { DiffReport, JudgedChange } from './format-changes.ts';
import { readGuard } from './guard-file.ts';
import type { ReadRevision } from './read-revision.ts';

export interface DiffQuestion {
  readonly old: ReadRevision;
  readonly fresh: ReadRevision;
  /** Path of a guard file; it need not be there. */
  readonly guard: string;
  readonly context: Pick<CommandContext, 'workspaceRoot' | 'env'>;
}

/** Two revisions of a contract compared, with who is hit and what is approved. */
export async function diffContracts({ old, fresh, guard, context }: DiffQuestion): Promise<DiffReport> {
  const { approvalOf, levelOf } = await readGuard(guard, new Date().toISOString().slice(0, 10));
  const service = basename(dirname(resolve(fresh.name)));
  const operations = new Map(old.model.operations.map((operation) => [operation.id, operation]));
  const url = await urlOf(service, context);
  const found = compareContracts(old.model, fresh.model, url);
  const isAnyHit = found.some((change) => levelOf(change) !== 'compatible');
  const consumers = isAnyHit ? await findConsumers(context.workspaceRoot, service) : undefined;
  const changes = found.map((change): JudgedChange => {
    const level = levelOf(change);
    const operation = level === 'compatible' ? undefined : operations.get(change.operationId ?? '');
    const approval = approvalOf(change);
    return {
      ...change,
      level,
      consumers: operation === undefined ? [] : (consumers?.(operation) ?? []),
      ...(approval !== undefined && { approval }),
    };
  });
  const versions = [old.model.version, fresh.model.version] as const;
  const semver = stepOf(changes);
  return { old: old.name, fresh: fresh.name, changes, semver, versions, isVersionEnough: isEnough(semver, versions) };
}

/** Undefined: it is no app of the workspace, or its configuration cannot be read. */
async function urlOf(service: string, { workspaceRoot, env }: DiffQuestion['context']): Promise<string | undefined> {
  const app = listApps(workspaceRoot).find(({ name }) => name === service);
  const address = app && (await readAddress(app, env));
  return address && localUrl(address);
}

const additions = /-(?:added|widened|narrowed|optional|deprecated)$/;

function stepOf(changes: readonly Change[]): DiffReport['semver'] {
  if (changes.some(({ level }) => level === 'breaking')) return 'major';
  if (changes.some(({ id, level }) => level === 'unknown' || additions.test(id))) return 'minor';
  return changes.length > 0 ? 'patch' : 'none';
}

const steps = ['major', 'minor', 'patch'] as const;

/** Whether the version has been raised by the step or a larger one. Below 1.0.0 a minor step may break (SemVer 2.0.0 §4). */
function isEnough(semver: DiffReport['semver'], [old, fresh]: readonly [string, string]): boolean {
  if (semver === 'none') return true;
  const [before, after] = [numbersOf(old), numbersOf(fresh)];
  if (before === undefined || after === undefined) return old !== fresh;
  const raised = steps.findIndex((_, at) => before[at] !== after[at]);
  if (raised < 0 || (after[raised] ?? 0) < (before[raised] ?? 0)) return false;
  const isEarly = before[0] === 0 && raised === 1;
  return isEarly || raised <= steps.indexOf(semver);
}

function numbersOf(version: string): readonly number[] | undefined {
  const found = /^v?(\d+)(?:\.(\d+)(?:\.(\d+)(?:[-+].*)?)?)?$/.exec(version);
  return found === null ? undefined : [1, 2, 3].map((at) => Number(found[at] ?? 0));
}
