import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSourceFile, type SourceFile, SpecError } from '@brrt/service-model';
import { type Change, type ChangeLevel, changeRules } from './change.ts';

/** `contract-guard.yaml`: what somebody has looked at and accepts, and rules that weigh otherwise. */
export interface Guard {
  /** The reason why a change is accepted; undefined: it is not. */
  readonly approvalOf: (change: Change) => string | undefined;
  readonly levelOf: (change: Change) => ChangeLevel;
}

export const guardFile = 'contract-guard.yaml';

/** Where the guard of a contract lies. */
export function guardBeside(spec: string): string {
  return join(dirname(resolve(spec)), guardFile);
}

const heading = 'The guard cannot be used:';

const openGuard: Guard = { approvalOf: () => undefined, levelOf: ({ level }) => level };

/**
 * Reads the file of a guard; nothing is approved where there is none.
 * @throws SpecError with every entry that cannot be used: what was meant to be approved must not slip through
 */
export async function readGuard(file: string, today: string): Promise<Guard> {
  const source = await readSourceFile(file);
  if (source === undefined) {
    if (!existsSync(file)) return openGuard;
    throw new SpecError([unreadable(file)], { heading });
  }
  const problems: Problem[] = [];
  const root = isObject(source.value) ? source.value : {};
  if (!isObject(source.value))
    problems.push({ pointer: '', message: `${guardFile} is an object with "approvals" and "severity"` });
  const approvals = readApprovals(root.approvals, today, problems);
  const severity = readSeverity(root.severity, problems);
  for (const key of Object.keys(root)) {
    if (key !== 'approvals' && key !== 'severity')
      problems.push({ pointer: `/${key}`, message: `"${key}" is neither "approvals" nor "severity"` });
  }
  if (problems.length > 0)
    throw new SpecError(
      problems.map((problem) => diagnosticOf(problem, source)),
      { heading },
    );
  return {
    approvalOf: ({ id, operation, fingerprint }) =>
      approvals.find((each) => each.id === id && each.operation === operation && each.fingerprint === fingerprint)
        ?.reason,
    levelOf: ({ id, level }) => severity.get(id) ?? level,
  };
}

interface Problem {
  readonly pointer: string;
  readonly message: string;
}

interface Approval {
  readonly id: string;
  readonly operation: string;
  readonly fingerprint: string;
  readonly reason: string;
}

function readApprovals(list: unknown, today: string, problems: Problem[]): readonly Approval[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    problems.push({ pointer: '/approvals', message: '"approvals" is a list' });
    return [];
  }
  return list.flatMap((entry: unknown, index): readonly Approval[] => {
    const pointer = `/approvals/${index}`;
    const { id, operation, fingerprint, reason, expires } = isObject(entry) ? entry : {};
    const texts = { id, operation: operation ?? '', fingerprint, reason };
    for (const [name, value] of Object.entries(texts)) {
      if (typeof value !== 'string' || (value.trim() === '' && name !== 'operation')) {
        problems.push({ pointer, message: `An approval has a ${name}` });
        return [];
      }
    }
    if (!Object.hasOwn(changeRules, String(id))) problems.push({ pointer, message: `There is no rule ${String(id)}` });
    if (expires !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(String(expires))) {
      problems.push({ pointer, message: '"expires" is a date, as 2027-01-31' });
    }
    if (expires !== undefined && String(expires) < today) return [];
    return [
      { id: String(id), operation: String(texts.operation), fingerprint: String(fingerprint), reason: String(reason) },
    ];
  });
}

function readSeverity(map: unknown, problems: Problem[]): ReadonlyMap<string, ChangeLevel> {
  if (map === undefined) return new Map();
  const levels = new Map<string, ChangeLevel>();
  for (const [id, level] of Object.entries(isObject(map) ? map : { '': map })) {
    const pointer = `/severity/${id}`;
    if (!Object.hasOwn(changeRules, id)) problems.push({ pointer, message: `There is no rule "${id}"` });
    if (isLevel(level)) levels.set(id, level);
    else problems.push({ pointer, message: 'A severity is breaking, unknown or compatible' });
  }
  return levels;
}

function isLevel(level: unknown): level is ChangeLevel {
  return level === 'breaking' || level === 'unknown' || level === 'compatible';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function diagnosticOf({ pointer, message }: Problem, source: SourceFile) {
  return {
    ...source.locate(pointer),
    severity: 'error',
    code: 'unusable-approval',
    message,
    hint: 'Write approvals as { id, operation, fingerprint, reason, expires } and severity as { <rule>: breaking|unknown|compatible }',
  } as const;
}

function unreadable(file: string) {
  const at = { file, line: 1, column: 1, pointer: '' };
  return { ...at, severity: 'error', code: 'unusable-approval', message: `${basename(file)} is no YAML` } as const;
}
