import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { overlayNames } from '@brrt/service-model';
import { readCalledServices } from '../../plugin/read-called-services.ts';
import type { App } from '../app-folder.ts';
import { readFolderNames } from '../read-folder-names.ts';
import type { SavedFiles } from './app-process.ts';
import { gitLockOf } from './git-lock.ts';
import { type FolderWatch, watchFolders } from './watch-folders.ts';

const quietMilliseconds = 40;
const codeFile = /\.(?:[cm]?[jt]s|json|ya?ml)$/;
const contractFile = /\.ya?ml$|[\\/]openapi\.(?:lock|.*overlay)\.json$|[\\/]openapi\.remotes[\\/][^\\/]*$/;

/** Reports saved code, configuration and contracts that an app runs on. Followed files are those of contracts elsewhere. */
export function watchApp(
  { app, workspaceRoot }: { readonly app: App; readonly workspaceRoot: string },
  onChange: (saved: SavedFiles) => void,
): FolderWatch {
  const clients = readCalledServices(app.folder).map((client) => join(workspaceRoot, 'apps', client));
  const libraries = readFolderNames(join(workspaceRoot, 'libs')).map((name) =>
    join(workspaceRoot, 'libs', name, 'src'),
  );
  const folders = [app.folder, ...libraries, ...clients].filter((folder) => existsSync(folder));
  return watchFolders({
    folders,
    isOfInterest(path) {
      if (isWithin(path, clients)) return isClientContract(path);
      return isWithin(path, folders) && codeFile.test(path) && !isTest(path) && !isGenerated(path);
    },
    quietMilliseconds,
    lock: gitLockOf(workspaceRoot),
    onChange: (paths) => {
      const contract = paths.some(
        (path) =>
          isContract(path, app) || (isWithin(path, clients) && isClientContract(path)) || !isWithin(path, folders),
      );
      onChange({ files: paths, contract });
    },
  });
}

function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(join(folder, '/')));
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || /[\\/](?:test|testdata)[\\/]/.test(path);
}

// Written by the runner itself, which then lets the app take all of it up, or by `nx sync`, after a contract that is watched.
function isGenerated(path: string): boolean {
  return path.endsWith('.gen.ts');
}

/** The contract of a service that is called, with its overlays. */
function isClientContract(path: string): boolean {
  const name = basename(path);
  return name === 'openapi.yaml' || overlayNames('openapi.yaml', [name]).length > 0;
}

/** Every YAML file of an app that is not configuration may be part of its contract, and every JSON file named like it. */
function isContract(path: string, { folder }: App): boolean {
  return contractFile.test(path) && isWithin(path, [folder]) && !basename(path).startsWith('config');
}
