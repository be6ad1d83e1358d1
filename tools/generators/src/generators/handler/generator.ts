import type { Operation, ServiceModel } from '@brrt/service-model';
import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { aggregateField, readAggregateParts } from '../../compose/aggregate-parts.ts';
import { editRegistry } from '../../emit/edit-registry.ts';
import type { HandlerPart } from '../../emit/emit-aggregate-handler.ts';
import { emitHandler } from '../../emit/emit-handler.ts';
import { handlerFileNames, handlersFolder, registryFile } from '../../emit/handler-files.ts';
import { readRegistry } from '../../emit/read-registry.ts';
import { guideAfter, reconcileService } from '../../emit/reconcile-service.ts';
import { checkedAggregateHandler } from '../../verify/check-aggregate.ts';
import { checkEmitted, checkWrites } from '../../verify/check-emitted.ts';
import { type AppTree, existingService, GeneratorInputError } from '../app-tree.ts';
import { wiringOf } from '../client/generator.ts';
import { addPartClients } from '../client/part-clients.ts';
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
    app.write({ path, text: await handlerText(tree, app, { model, operation }), owner: 'developer' });
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

/** Of an aggregate, it asks for the parts that its contract names. */
async function handlerText(
  tree: Tree,
  app: AppTree,
  { model, operation }: { readonly model: ServiceModel; readonly operation: Operation },
): Promise<string> {
  const parts = readAggregateParts(operation.extensions[aggregateField]);
  if (parts === undefined) {
    const text = emitHandler(operation);
    await checkEmitted([{ path: 'handler.ts', text, owner: 'developer' }], app.name);
    return text;
  }
  await addPartClients(tree, app, model);
  const called: HandlerPart[] = [];
  for (const { name, service, operation: id, optional } of parts) {
    const { model: theirs } = await readAppContract(existingService(tree, service), tree.root);
    const member = wiringOf(service).member;
    called.push({ ...{ name, service, optional, member }, called: findOperation(theirs, id), schemas: theirs.schemas });
  }
  return checkedAggregateHandler('handler.ts', { operation, schemas: model.schemas, parts: called });
}
