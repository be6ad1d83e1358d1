import { join, relative } from 'node:path';
import type { App } from '../app-folder.ts';
import type { GenerateResult } from '../generate-app.ts';
import type { SavedFiles } from './app-process.ts';
import type { Address } from './check-port.ts';
import { listContractFiles } from './list-contract-files.ts';
import { readAddress } from './read-address.ts';
import { watchApp } from './watch-app.ts';
import type { FolderWatch } from './watch-folders.ts';

/** What became of contracts that were read again. */
export type Followed = Pick<GenerateResult, 'succeeded' | 'findings' | 'files' | 'report'>;

/** What a runner runs and watches: an app of a workspace, or a contract alone. */
export interface Runnable {
  readonly app: App;
  readonly program: RunnableProgram;
  /** Where it will listen. Undefined when its configuration is wrong: it says so itself, better than a runner could. */
  address(): Promise<Address | undefined>;
  watch(onChange: (saved: SavedFiles) => void): FolderWatch;
  /** Reads the contracts anew and lets generated code follow. */
  follow(): Promise<Followed>;
  /** Absolute: every file of the contracts, with those that are missing. */
  files(): Promise<readonly string[]>;
  /** Not what makes the process. */
  isLoadedAnew(file: string): boolean;
}

/** What Node runs. */
export interface RunnableProgram {
  readonly cwd: string;
  /** Relative to `cwd`, or absolute; then its arguments. */
  readonly args: readonly [file: string, ...string[]];
  /** Absolute: whose modules are loaded anew when they were saved. */
  readonly ownFolder: string;
}

export interface AppRunnableOptions {
  readonly app: App;
  readonly workspaceRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `src/main.ts` of an app, whose generated code follows its contract and those of the services that it calls. */
export function appRunnable({ app, workspaceRoot, env }: AppRunnableOptions): Runnable {
  const main = `${app.root}/src/main.ts`;
  return {
    app,
    program: { cwd: workspaceRoot, args: [main], ownFolder: join(workspaceRoot, app.root, 'src') },
    address: () => readAddress(app, env),
    watch: (onChange) => watchApp({ app, workspaceRoot }, onChange),
    follow: async () => (await import('../generate-app.ts')).generateApp(workspaceRoot, app),
    files: () => listContractFiles(workspaceRoot, app),
    isLoadedAnew(file) {
      const path = relative(workspaceRoot, file).replaceAll('\\', '/');
      // Of the app, of a service that it calls, or of a contract elsewhere; not of a library.
      return path !== main && !path.startsWith('libs/') && !path.endsWith('/package.json');
    },
  };
}
