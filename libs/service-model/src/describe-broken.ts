import { basename } from 'node:path';
import type { BrokenOperation, ServiceModel } from './model/service-model.ts';

/** How much of a contract can be served. Both are empty when the document as a whole cannot be read. */
export interface OperationTally {
  readonly brokenOperations: readonly BrokenOperation[];
  readonly soundOperations: number;
}

const shownOperations = 50;
const shownFindings = 3;

/** Lines for people: the operations that cannot be read with their findings, and how to go on without them. */
export function describeBroken({ brokenOperations, soundOperations }: OperationTally): readonly string[] {
  const broken = brokenOperations.length;
  if (broken === 0 && soundOperations === 0) return [];
  return [
    `${broken} of ${counted(broken + soundOperations)} cannot be read${broken === 0 ? '' : ':'}`,
    ...list(brokenOperations),
    ...(soundOperations > 0 ? [wayOn(broken, soundOperations)] : []),
  ];
}

/** Lines for people about a model that was read without what is broken; none when nothing was left out. */
export function listLeftOut({ brokenOperations }: Pick<ServiceModel, 'brokenOperations'>): readonly string[] {
  if (brokenOperations.length === 0) return [];
  const what = brokenOperations.length === 1 ? 'is left out and answers' : 'are left out and answer';
  return [`${counted(brokenOperations.length)} ${what} 501:`, ...list(brokenOperations)];
}

function list(operations: readonly BrokenOperation[]): readonly string[] {
  const more = operations.length - shownOperations;
  return [...operations.slice(0, shownOperations).map(describe), ...(more > 0 ? [`  … and ${more} more`] : [])];
}

function describe({ method, path, diagnostics }: BrokenOperation): string {
  const findings = diagnostics.map(({ code, file, line }) => `${code} at ${basename(file)}:${line}`);
  const more = findings.length - shownFindings;
  const shown = [...findings.slice(0, shownFindings), ...(more > 0 ? [`${more} more`] : [])];
  return `  ${method === '*' ? 'all of' : method} ${path}: ${shown.join(', ')}`;
}

function wayOn(broken: number, sound: number): string {
  if (broken === 0) return `No operation needs what is broken: --skip-broken serves ${counted(sound)} without it`;
  return `--skip-broken leaves them out (they answer 501) and serves the other ${counted(sound)}`;
}

function counted(operations: number): string {
  return `${operations} operation${operations === 1 ? '' : 's'}`;
}
