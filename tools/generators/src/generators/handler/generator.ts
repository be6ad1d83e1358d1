import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { editRegistry } from '../../emit/edit-registry.ts';
import { emitHandler } from '../../emit/emit-handler.ts';
import { handlerFileNames, handlersFolder, registryFile } from '../../emit/handler-files.ts';
import { readRegistry } from '../../emit/read-registry.ts';
import { guideAfter, reconcileService } from '../../emit/reconcile-service.ts';
import { checkEmitted, checkWrites } from '../../verify/check-emitted.ts';
import { existingService, GeneratorInputError } from '../app-tree.ts';
import { findOperation } from '../find-operation.ts';
import { readAppContract } from '../read-contract.ts';

export interface HandlerGeneratorOptions {
  readonly service: string;
  /** `operationId`, or the name that generated code gives it. */
  readonly operation: string;
}

/** A handler's file, in place of the marker in its entry. A file that exists is entered as it is. */
export default async function handlerGenerator(
  tree: Tree,
  options: HandlerGeneratorOptions,
): Promise<GeneratorCallback> {
  const app = existingService(tree, options.service);
  const { model } = await readAppContract(app, tree.root);
  const operation = findOperation(model, options.operation);
  const { name } = operation;
  const { writes } = await reconcileService(model, { service: app.name, read: app.read });
  for (const file of await checkWrites(writes, app.name)) app.write(file);
  const registry = app.read(registryFile) ?? '';
  const entry = readRegistry(registry)?.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    throw new GeneratorInputError(
      `${app.root}/${registryFile} has no \`export const handlers = { … }\` that can be extended.`,
    );
  }
  if (entry.marker === undefined) return () => logger.info(`${app.root}: ${name} has a handler already.`);
  const fileName = `${handlerFileNames(model.operations).get(name)}.ts`;
  const path = `${handlersFolder}/${fileName}`;
  if (app.read(path) === undefined) {
    const files = await checkEmitted([{ path, text: emitHandler(operation), owner: 'developer' }], app.name);
    for (const file of files) app.write(file);
  }
  app.write({
    path: registryFile,
    text: editRegistry(registry, { written: [{ name, file: `./${fileName}` }] }),
    owner: 'developer',
  });
  const guide = guideAfter(model, { service: app.name, read: app.read }, []);
  if (guide !== undefined) app.write(guide);
  return () => logger.info(`${app.root}/${path} answers 501 until you write it.`);
}
