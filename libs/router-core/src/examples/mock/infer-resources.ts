import type { ContractSubset, Operation } from '@brrt/service-model';
import { isSameValue } from '../same-value.ts';
import { describeResource, isGet, placeholders, placeOfList, type Resource, thingSchema } from './describe-resource.ts';
import { listedSchema } from './shown-items.ts';

/** What an operation does to things that clients can see. */
export type ResourceAction = 'create' | 'list' | 'read' | 'replace' | 'patch' | 'remove';

export interface ResourceOperation {
  readonly resource: Resource;
  readonly action: ResourceAction;
}

type Contract = Pick<ContractSubset, 'operations' | 'schemas'>;

/** Which operations work on which things, told by paths and methods; others are not here. */
export function inferResources(contract: Contract): ReadonlyMap<Operation, ResourceOperation> {
  // '/pets.json' and '/pets/{petId}.json' belong together as they would without the extension.
  const byPath = Map.groupBy(contract.operations, ({ path }) => path.replace(extension, ''));
  const found = new Map<Operation, ResourceOperation>();
  for (const [path, operations] of byPath) {
    const item = itemPath(path);
    if (item === undefined) continue;
    const { collection, parameter } = item;
    const around = byPath.get(collection) ?? [];
    const resource = describeResource(collection, parameter, { contract, operations, around });
    for (const operation of operations)
      addAction(found, operation, { resource, action: itemActions[operation.method] });
    const isOne = around.some((operation) => isGet(operation) && placeOfList(operation, contract) === undefined);
    for (const operation of around) {
      const action = collectionActions[operation.method];
      if (!isOne || action === 'create') addAction(found, operation, { resource, action });
    }
  }
  addListsBeside(found, contract);
  for (const [path, operations] of byPath) addSingle(found, path, { contract, operations });
  return found;
}

const itemActions: Readonly<Record<string, ResourceAction>> = {
  GET: 'read',
  PUT: 'replace',
  PATCH: 'patch',
  DELETE: 'remove',
};
// 'PUT /pet' says in its body which one it means.
const collectionActions: Readonly<Record<string, ResourceAction>> = {
  GET: 'list',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'patch',
};
const singleActions: Readonly<Record<string, ResourceAction>> = { GET: 'read', PUT: 'replace', PATCH: 'patch' };

function addAction(
  found: Map<Operation, ResourceOperation>,
  operation: Operation,
  { resource, action }: { readonly resource: Resource; readonly action: ResourceAction | undefined },
): void {
  if (action !== undefined && !found.has(operation)) found.set(operation, { resource, action });
}

const extension = /\.(?:json|xml|yaml)$/;

// '/pets/{petId}' is an item of '/pets'; '/{one}-{other}' is none.
function itemPath(path: string): { readonly collection: string; readonly parameter: string } | undefined {
  const match = /^(.*)\/\{([^{}]+)\}$/.exec(path);
  if (match === null || match[1] === undefined || match[2] === undefined) return undefined;
  return /\/[^/{}]+$/.test(match[1]) ? { collection: match[1], parameter: match[2] } : undefined;
}

interface Surroundings {
  readonly contract: Contract;
  readonly operations: readonly Operation[];
}

/** A thing that is the only one of its kind has no name. */
const single: Omit<Resource, 'path' | 'parents'> = {
  idParameter: undefined,
  names: { noun: '', sure: [], likely: [] },
  idProperty: undefined,
  envelope: undefined,
};

/** `/pets/findByStatus` lists things of `/pets` where its schema says that they are what `/pets/{petId}` shows. */
function addListsBeside(found: Map<Operation, ResourceOperation>, contract: Contract): void {
  for (const [read, { resource, action }] of [...found]) {
    const shown = thingSchema(read, resource.names, contract);
    if (action !== 'read' || typeof shown !== 'object' || shown.$ref === undefined) continue;
    for (const operation of contract.operations.filter(isGet)) {
      const { path } = operation;
      if (!path.startsWith(`${resource.path}/`) || /[/{]/.test(path.slice(resource.path.length + 1))) continue;
      const listed = listedSchema(operation, contract);
      if (listed !== undefined && isSameValue(listed, shown)) addAction(found, operation, { resource, action: 'list' });
    }
  }
}

/** `/settings` with GET and PUT or PATCH: one thing, remembered as it was written last. */
function addSingle(
  found: Map<Operation, ResourceOperation>,
  path: string,
  { contract, operations }: Surroundings,
): void {
  const free = operations.filter((operation) => !found.has(operation));
  const methods = new Set(free.map(({ method }) => method));
  if (!methods.has('GET') || !(methods.has('PUT') || methods.has('PATCH')) || path.endsWith('}')) return;
  const read = free.find(({ method }) => method === 'GET');
  if (read === undefined || placeOfList(read, contract)?.member === '') return;
  const parents = placeholders(path);
  const resource: Resource = { ...single, path, parents };
  for (const operation of free) addAction(found, operation, { resource, action: singleActions[operation.method] });
}
