import { relative } from 'node:path';
import {
  type Diagnostic,
  type DocumentText,
  describeBroken,
  formatDiagnostic,
  listLeftOut,
  overlayNames,
  quoteWord,
  type ReadOptions,
  type ReadResult,
  readServiceModel,
  readServiceModelText,
  type ServiceModel,
} from '@brrt/service-model';
import { logger } from '@nx/devkit';
import { changedTypeNames, isAboutNames } from '../emit/changed-names.ts';
import { contractFile } from '../emit/reconcile-service.ts';
import { readSkipBroken } from '../emit/skip-broken.ts';
import { type AppTree, GeneratorInputError } from './app-tree.ts';

/** A contract that can be used, and the files that it is made of. */
export interface ReadContract {
  readonly model: ServiceModel;
  readonly files: readonly string[];
}

/** A contract to make a service from, and the overlays to apply to it, as absolute paths. */
export interface Spec {
  readonly file: string;
  readonly overlays: readonly string[];
}

/** @throws GeneratorInputError with a line for every mistake; warnings and what was left out go to the log */
export async function readSpec(
  { file, overlays }: Spec,
  workspaceRoot: string,
  { skipBroken = false }: Pick<ReadOptions, 'skipBroken'> = {},
): Promise<ReadContract> {
  const result = await readServiceModel(file, { overlays, skipBroken });
  const contract = accepted(result, workspaceRoot);
  for (const line of listLeftOut(contract.model)) logger.warn(line);
  const warnings = result.diagnostics.filter(({ severity }) => severity === 'warning');
  const names = [...result.diagnostics.filter(isAboutNames), ...changedTypeNames({ ...result, ...contract })];
  for (const finding of names.slice(0, shownWarnings)) logger.info(lineOf(finding, workspaceRoot));
  for (const warning of warnings.slice(0, shownWarnings)) logger.warn(lineOf(warning, workspaceRoot));
  const more = Math.max(names.length - shownWarnings, 0) + Math.max(warnings.length - shownWarnings, 0);
  if (more > 0) logger.warn(`… and ${more} more: npx brrt lint ${quoteWord(file)}`);
  return contract;
}

/**
 * As `readSpec`, for the contract of an app as it stands in the tree; its warnings have been seen. Unless said
 * otherwise, operations that cannot be read are left out when that was chosen for the app before.
 */
export async function readAppContract(
  { root, read, list }: AppTree,
  workspaceRoot: string,
  { skipBroken = readSkipBroken(read(contractFile)) }: Pick<ReadOptions, 'skipBroken'> = {},
): Promise<ReadContract> {
  const textOf = (name: string): DocumentText => ({ text: read(name) ?? '', file: `${workspaceRoot}/${root}/${name}` });
  const overlays = overlayNames('openapi.yaml', list('.')).map(textOf);
  return accepted(await readServiceModelText(textOf('openapi.yaml'), { overlays, skipBroken }), workspaceRoot);
}

const shownWarnings = 10;

function accepted({ model, diagnostics, files, ...tally }: ReadResult, workspaceRoot: string): ReadContract {
  if (model !== undefined) return { model, files };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const count = `${errors.length} mistake${errors.length === 1 ? '' : 's'}`;
  const lines = errors.map((error) => `  ${lineOf(error, workspaceRoot)}`);
  const text = [`The contract has ${count}; nothing was written.`, ...lines, ...describeBroken(tally)].join('\n');
  throw new GeneratorInputError(text);
}

/** As a line for people. */
export function lineOf(diagnostic: Diagnostic, workspaceRoot: string): string {
  return formatDiagnostic({ ...diagnostic, file: shortened(diagnostic.file, workspaceRoot) });
}

/** Relative where that is shorter and stays below the workspace. */
function shortened(file: string, workspaceRoot: string): string {
  const path = relative(workspaceRoot, file);
  return path.startsWith('..') ? file : path;
}
