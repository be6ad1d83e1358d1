import type { ServiceModel } from '@brrt/service-model';
import { type ComposedContract, composeApp } from '../compose/compose-app.ts';
import { type AppTree, GeneratorInputError } from './app-tree.ts';
import { lineOf } from './read-contract.ts';

/**
 * The contract of an app with a `composition.yaml`, from the contracts of the services as they stand in the tree.
 * @throws GeneratorInputError with a line for every mistake
 */
export async function composeContract(
  app: AppTree,
  workspaceRoot: string,
  modelOf: (service: string) => Promise<ServiceModel | undefined>,
): Promise<ComposedContract> {
  const composed = await composeApp({
    folder: `${workspaceRoot}/${app.root}`,
    read: app.read,
    async contractOf(service) {
      const model = await modelOf(service);
      return model && { model, diagnostics: [] };
    },
  });
  const errors = composed.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return composed;
  const count = `${errors.length} mistake${errors.length === 1 ? '' : 's'}`;
  const lines = errors.map((error) => `  ${lineOf(error, workspaceRoot)}`);
  throw new GeneratorInputError(
    [`${app.root} cannot be composed: ${count}; nothing was written.`, ...lines].join('\n'),
  );
}
