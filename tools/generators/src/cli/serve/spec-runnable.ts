import { dirname, extname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { developmentConfigOf, type ServiceConfig } from '@brrt/router-core/config';
import {
  describeBroken,
  listLeftOut,
  lockFileOf,
  overlaysBeside,
  type ReadResult,
  readServiceModel,
} from '@brrt/service-model';
import type { App } from '../app-folder.ts';
import type { Address } from '../dev/check-port.ts';
import { gitLockOf } from '../dev/git-lock.ts';
import type { Runnable } from '../dev/runnable.ts';
import { watchFolders } from '../dev/watch-folders.ts';
import { filesOf, isOverlayOf } from '../dev/watch-spec.ts';
import { printableDiagnostic } from '../printable-diagnostic.ts';
import { configOf, type ServedSpec } from './served-spec.ts';

export interface SpecRunnableOptions {
  readonly served: ServedSpec;
  readonly workspaceRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A contract alone, with the handlers of a folder and a configuration where they were named. */
export function specRunnable({ served, workspaceRoot, env }: SpecRunnableOptions): Runnable {
  const { spec, handlers, config } = served;
  const configFiles = config === undefined ? [] : [config, developmentConfigOf(config)];
  const ofHandlers = (path: string): boolean => handlers !== undefined && path.startsWith(handlers + sep);
  const read = async (): Promise<ReadResult> => {
    const overlays = [...(await overlaysBeside(spec)), ...served.overlays];
    return readServiceModel(spec, { overlays, skipBroken: served.skipBroken });
  };
  return {
    app: appOf(served, workspaceRoot),
    program: {
      cwd: process.cwd(),
      args: [fileURLToPath(new URL(`./main${extname(import.meta.filename)}`, import.meta.url)), JSON.stringify(served)],
      ownFolder: handlers ?? dirname(spec),
    },
    address: () => configOf(served, env).then(addressOf, () => undefined),
    watch(onChange) {
      const watch = watchFolders({
        folders: handlers === undefined ? [] : [handlers],
        isOfInterest: (path) => isOverlayOf(path, spec) || (ofHandlers(path) && /\.(?:[cm]?[jt]s|json)$/.test(path)),
        quietMilliseconds: 40,
        lock: gitLockOf(dirname(spec)),
        onChange(files) {
          const contract = files.some((file) => !ofHandlers(file) && !configFiles.includes(file));
          onChange({ files, contract });
        },
      });
      const follow = (files: readonly string[]): void =>
        watch.follow([spec, lockFileOf(spec), ...files, ...configFiles]);
      follow([]);
      return { ...watch, follow };
    },
    async follow() {
      const result = await read();
      const { model, diagnostics } = result;
      const worthSaying = diagnostics.filter(({ severity }) => severity !== 'note');
      const said = worthSaying.map((finding) => printableDiagnostic(finding, process.cwd()));
      const report = [...said, ...(model === undefined ? describeBroken(result) : listLeftOut(model))];
      return {
        succeeded: model !== undefined,
        findings: diagnostics,
        files: filesOf({ ...result, file: spec }),
        report,
      };
    },
    files: async () => filesOf({ ...(await read()), file: spec }),
    isLoadedAnew: () => true,
  };
}

function appOf({ name, spec }: ServedSpec, workspaceRoot: string): App {
  const folder = dirname(spec);
  return { name, folder, contract: spec, root: relative(workspaceRoot, folder).replaceAll('\\', '/') || '.' };
}

function addressOf({ host, port, tls, management }: ServiceConfig): Address {
  return { host, port, secure: tls !== undefined, management };
}
