import { relative } from 'node:path';
import {
  type Diagnostic,
  formatDiagnostic,
  type ReadResult,
  readServiceModel,
  readServiceModelText,
  type ServiceModel,
} from '@brrt/service-model';
import { logger } from '@nx/devkit';
import { type AppTree, GeneratorInputError } from './app-tree.ts';

/** A contract that can be used, and the files that it is made of. */
export interface ReadContract {
  readonly model: ServiceModel;
  readonly files: readonly string[];
}

/** @throws GeneratorInputError with a line for every mistake; warnings go to the log */
export async function readSpec(file: string, workspaceRoot: string): Promise<ReadContract> {
  return accepted(await readServiceModel(file), workspaceRoot);
}

/** As `readSpec`, for the contract of an app as it stands in the tree. */
export async function readAppContract({ root, read }: AppTree, workspaceRoot: string): Promise<ReadContract> {
  const text = read('openapi.yaml') ?? '';
  return accepted(await readServiceModelText({ text, file: `${workspaceRoot}/${root}/openapi.yaml` }), workspaceRoot);
}

function accepted({ model, diagnostics, files }: ReadResult, workspaceRoot: string): ReadContract {
  const line = (diagnostic: Diagnostic): string =>
    formatDiagnostic({ ...diagnostic, file: shortened(diagnostic.file, workspaceRoot) });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (model === undefined) {
    const count = `${errors.length} mistake${errors.length === 1 ? '' : 's'}`;
    throw new GeneratorInputError(
      `The contract has ${count}; nothing was written.\n${errors.map((error) => `  ${line(error)}`).join('\n')}`,
    );
  }
  for (const warning of diagnostics.filter(({ severity }) => severity === 'warning')) logger.warn(line(warning));
  return { model, files };
}

/** Relative where that is shorter and stays below the workspace. */
function shortened(file: string, workspaceRoot: string): string {
  const path = relative(workspaceRoot, file);
  return path.startsWith('..') ? file : path;
}
