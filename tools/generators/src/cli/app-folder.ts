import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { UsageError } from './command.ts';
import { readFolderNames } from './read-folder-names.ts';

/** An app with a contract. */
export interface App {
  readonly name: string;
  /** Relative to the workspace, `/` between segments. */
  readonly root: string;
  /** Absolute. */
  readonly folder: string;
  /** Absolute; undefined: the `openapi.yaml` of the folder. */
  readonly contract?: string;
}

/** Absolute. */
export function contractOf({ folder, contract }: Pick<App, 'folder' | 'contract'>): string {
  return contract ?? join(folder, 'openapi.yaml');
}

/**
 * The app that a command names: `petstore` or `apps/petstore`.
 * @throws UsageError when there is no such app, with those that there are
 */
export function findApp(workspaceRoot: string, named: string | undefined): App {
  if (named === undefined) throw new UsageError(`which app? ${listed(workspaceRoot)}`);
  const byName = listApps(workspaceRoot).find(({ name }) => name === named);
  const root = relative(workspaceRoot, resolve(workspaceRoot, named)).replaceAll('\\', '/');
  const app = byName ?? listApps(workspaceRoot).find((each) => each.root === root);
  if (app === undefined) throw new UsageError(`no app '${named}': ${listed(workspaceRoot)}`);
  return app;
}

/** Every folder of `apps` that has an `openapi.yaml`, sorted. */
export function listApps(workspaceRoot: string): readonly App[] {
  return readFolderNames(join(workspaceRoot, 'apps'))
    .map((name) => ({ name: basename(name), root: `apps/${name}`, folder: join(workspaceRoot, 'apps', name) }))
    .filter(({ folder }) => existsSync(join(folder, 'openapi.yaml')));
}

function listed(workspaceRoot: string): string {
  const names = listApps(workspaceRoot).map(({ name }) => name);
  return names.length === 0 ? 'there is no apps/<name>/openapi.yaml here' : `there are ${names.join(', ')}`;
}
