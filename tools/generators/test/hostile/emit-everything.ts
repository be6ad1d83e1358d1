import { printHost } from '@brrt/router-core/print';
import type { ServiceModel } from '@brrt/service-model';
import { contractSubset } from '../../src/emit/contract-subset.ts';
import { emitClient } from '../../src/emit/emit-client.ts';
import { emitHandler } from '../../src/emit/emit-handler.ts';
import { emitService } from '../../src/emit/emit-service.ts';
import { handlerFileNames, handlersFolder } from '../../src/emit/handler-files.ts';
import { clientFiles } from '../../src/emit/reconcile-clients.ts';

/** What the build puts in the place of the module that reads the contract. */
export const printedFile = 'dist/printed.mjs';

/** Path → text of everything that a contract can lead to: a service with all handlers, clients of it, its printed build. */
export function emitEverything(model: ServiceModel, printed = true): Readonly<Record<string, string>> {
  const files = emitService(model, { service: 'sample', port: 1, contract: '', secret: () => 'key' });
  const names = handlerFileNames(model.operations);
  const page = clientFiles(model, { service: 'page', operations: 'all', runtime: 'fetch' });
  return {
    ...Object.fromEntries(files.map(({ path, text }) => [path, text])),
    'src/generated/clients/sample.gen.ts': emitClient(model, { service: 'sample', operations: 'all' }),
    // Checks begin with a directive of their own, which nothing of a contract may look like.
    ...Object.fromEntries(page.map(({ path, text }) => [path, text.replace(/^\/\/ @ts-nocheck.*\n/, '')])),
    ...Object.fromEntries(
      model.operations.map((each) => [`${handlersFolder}/${names.get(each.name)}.ts`, emitHandler(each)]),
    ),
    ...(printed ? { [printedFile]: print(model) } : {}),
  };
}

function print(model: ServiceModel): string {
  return printHost({ service: 'sample', model, clients: { other: contractSubset(model, model.operations) } });
}
