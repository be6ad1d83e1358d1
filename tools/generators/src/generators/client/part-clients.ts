import type { ServiceModel } from '@brrt/service-model';
import type { Tree } from '@nx/devkit';
import { aggregateField, readAggregateParts } from '../../compose/aggregate-parts.ts';
import { readClientScope } from '../../emit/client-scope.ts';
import { clientFile } from '../../emit/reconcile-clients.ts';
import type { AppTree } from '../app-tree.ts';
import { existingService } from '../app-tree.ts';
import { findOperation } from '../find-operation.ts';
import { readAppContract } from '../read-contract.ts';
import clientGenerator from './generator.ts';

/** Clients of what the aggregates of an app are made of; gives the files that were written. */
export async function addPartClients(tree: Tree, app: AppTree, model: ServiceModel): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [service, ids] of partsByService(model)) {
    const called = await readAppContract(existingService(tree, service), tree.root);
    const names = ids.map((id) => findOperation(called.model, id).name);
    const scope = readClientScope(app.read(clientFile(service)) ?? '')?.operations ?? [];
    if (scope === 'all' || names.every((name) => scope.includes(name))) continue;
    await clientGenerator(tree, { service, for: app.name, operations: ids.join(',') });
    written.push(`${app.root}/${clientFile(service)}`);
  }
  return written;
}

function partsByService({ operations }: ServiceModel): ReadonlyMap<string, readonly string[]> {
  const parts = operations.flatMap(({ extensions }) => readAggregateParts(extensions[aggregateField]) ?? []);
  const found = new Map<string, readonly string[]>();
  for (const { service, operation } of parts)
    found.set(service, [...new Set([...(found.get(service) ?? []), operation])]);
  return found;
}
