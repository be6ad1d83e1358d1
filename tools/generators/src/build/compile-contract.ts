import { createRequire } from 'node:module';
import { dirname, isAbsolute, relative } from 'node:path';
import { printHost } from '@brrt/router-core/print';
import { type ContractSubset, loadServiceModel, type ServiceModel, type SourceLocation } from '@brrt/service-model';
import type { Plugin } from 'esbuild';
import type { App } from '../cli/app-folder.ts';
import { type AppClient, readAppClients } from '../cli/read-app-clients.ts';
import { remembersSkipBroken } from '../cli/read-contract.ts';
import { contractSubset } from '../emit/contract-subset.ts';
import { checkPrinted } from '../verify/check-printed.ts';

const hostModule = '@brrt/router-core/host';
const namespace = 'brrt-contract';

/** Puts a printed contract in the place of the module that reads and compiles it, so that neither reader nor compiler is bundled. */
export function compileContract(workspaceRoot: string, app: App): Plugin {
  return {
    name: 'brrt-compile-contract',
    setup(build) {
      build.onResolve({ filter: /^@brrt\/router-core\/host$/ }, () => ({ path: hostModule, namespace }));
      build.onLoad({ filter: /.*/, namespace }, async () => ({
        contents: await printContract(workspaceRoot, app),
        loader: 'js',
        resolveDir: dirname(createRequire(import.meta.url).resolve('@brrt/router-core/print')),
      }));
    },
  };
}

async function printContract(workspaceRoot: string, app: App): Promise<string> {
  const skipBroken = remembersSkipBroken(app.folder);
  const model = relocate(await loadServiceModel(`${app.folder}/openapi.yaml`, { skipBroken }), workspaceRoot);
  const clients = await readAppClients(workspaceRoot, app);
  const text = printHost({ service: app.name, model, clients: Object.fromEntries(clients.flatMap(clientContract)) });
  return checkPrinted(text, `${app.root}/openapi.yaml, printed`);
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
  if (model === undefined) return [];
  const { operations } = scope;
  const wanted =
    operations === 'all' ? model.operations : model.operations.filter(({ name }) => operations.includes(name));
  return [[scope.service, contractSubset(model, wanted)]];
}
