import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { type PrintedHostParts, printHostParts } from '@brrt/router-core/print';
import { type ContractSubset, loadServiceModel, type ServiceModel, type SourceLocation } from '@brrt/service-model';
import type { Plugin } from 'esbuild';
import type { App } from '../cli/app-folder.ts';
import { type AppClient, readAppClients } from '../cli/read-app-clients.ts';
import { remembersSkipBroken } from '../cli/read-contract.ts';
import { contractSubset } from '../emit/contract-subset.ts';
import { checkPrinted } from '../verify/check-printed.ts';

const hostModule = '@brrt/router-core/host';
const namespace = 'brrt-contract';

export interface ContractToCompile {
  readonly workspaceRoot: string;
  readonly app: App;
  /** Absolute: the folder of the bundle. */
  readonly output: string;
}

/** Puts a printed contract in the place of the module that reads and compiles it, so that neither reader nor compiler is bundled. */
export function compileContract({ workspaceRoot, app, output }: ContractToCompile): Plugin {
  return {
    name: 'brrt-compile-contract',
    setup(build) {
      build.onResolve({ filter: /^@brrt\/router-core\/host$/ }, () => ({ path: hostModule, namespace }));
      build.onLoad({ filter: /.*/, namespace }, async () => ({
        contents: await writeContract(await printContract(workspaceRoot, app), output),
        loader: 'js',
        resolveDir: dirname(createRequire(import.meta.url).resolve('@brrt/router-core/print')),
      }));
    },
  };
}

/** Data goes beside the bundle; what is left is its code. */
async function writeContract({ module, data }: PrintedHostParts, output: string): Promise<string> {
  await mkdir(join(output, 'contract'), { recursive: true });
  for (const [name, text] of Object.entries(data)) await writeFile(join(output, 'contract', name), text);
  return module;
}

async function printContract(workspaceRoot: string, app: App): Promise<PrintedHostParts> {
  const skipBroken = remembersSkipBroken(app.folder);
  const model = relocate(await loadServiceModel(`${app.folder}/openapi.yaml`, { skipBroken }), workspaceRoot);
  const clients = await readAppClients(workspaceRoot, app);
  const clientContracts = Object.fromEntries(clients.flatMap(clientContract));
  const { module, data } = printHostParts({ service: app.name, model, clients: clientContracts });
  return { module: checkPrinted(module, `${app.root}/openapi.yaml, printed`), data };
}

/** Sources relative to the workspace: a build tells nothing of the machine it was made on, and is the same on each. */
function relocate(model: ServiceModel, workspaceRoot: string): ServiceModel {
  const text = JSON.stringify(model, (_key, value: unknown) => {
    if (!isLocation(value)) return value;
    return { ...value, file: relative(workspaceRoot, value.file).replaceAll('\\', '/') };
  });
  return JSON.parse(text);
}

function isLocation(value: unknown): value is SourceLocation {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'file' in value && typeof value.file === 'string' && isAbsolute(value.file) && 'pointer' in value && 'line' in value
  );
}

function clientContract({ model, scope }: AppClient): readonly (readonly [string, ContractSubset])[] {
  // A client on `fetch` brings its own checks.
  if (model === undefined || scope.runtime === 'fetch') return [];
  const { operations } = scope;
  const wanted =
    operations === 'all' ? model.operations : model.operations.filter(({ name }) => operations.includes(name));
  return [[scope.service, contractSubset(model, wanted)]];
}
