import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { printHost } from '@brrt/router-core/print';
import { type ContractSubset, loadServiceModel } from '@brrt/service-model';
import type { Plugin } from 'esbuild';
import type { App } from '../cli/app-folder.ts';
import { type AppClient, readAppClients } from '../cli/read-app-clients.ts';
import { contractSubset } from '../emit/contract-subset.ts';

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
  const model = await loadServiceModel(`${app.folder}/openapi.yaml`);
  const clients = await readAppClients(workspaceRoot, app);
  return printHost({ service: app.name, model, clients: Object.fromEntries(clients.flatMap(clientContract)) });
}

function clientContract({ model, scope }: AppClient): readonly (readonly [string, ContractSubset])[] {
  if (model === undefined) return [];
  const { operations } = scope;
  const wanted =
    operations === 'all' ? model.operations : model.operations.filter(({ name }) => operations.includes(name));
  return [[scope.service, contractSubset(model, wanted)]];
}
