import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '@brrt/service-model';
import { composeApp } from '../compose/compose-app.ts';
import { compositionFile } from '../compose/read-composition.ts';
import type { App } from './app-folder.ts';
import { readContract } from './read-contract.ts';

export interface ComposedFolder {
  readonly diagnostics: readonly Diagnostic[];
  /** Relative to the workspace. */
  readonly written: readonly string[];
}

/** Lets the contract of an app with a `composition.yaml` follow it. An app without has nothing to do. */
export async function composeFolder(workspaceRoot: string, app: App): Promise<ComposedFolder> {
  const read = (path: string): string | undefined => {
    const file = join(app.folder, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  if (read(compositionFile) === undefined) return { diagnostics: [], written: [] };
  const { contract, diagnostics } = await composeApp({
    folder: app.folder,
    read,
    contractOf: async (service) => {
      const folder = join(workspaceRoot, 'apps', service);
      return existsSync(join(folder, 'openapi.yaml')) ? readContract({ folder }) : undefined;
    },
  });
  if (contract === undefined || contract.text === read(contract.path)) return { diagnostics, written: [] };
  writeFileSync(join(app.folder, contract.path), contract.text);
  return { diagnostics, written: [`${app.root}/${contract.path}`] };
}
