import type { ContractSubset, Operation, Response } from '@brrt/service-model';
import { chooseResponse } from '../choose-response.ts';
import { isSameValue } from '../same-value.ts';
import { memberNames, type NameCandidates, nameCandidates, nameMember } from './item-names.ts';
import { jsonOf, listedSchema, listIn, shownItems } from './shown-items.ts';

/** What an operation does to things that clients can see. */
export type ResourceAction = 'create' | 'list' | 'read' | 'replace' | 'patch' | 'remove';

/** Things of one kind under one path: `/users/{userId}/pets` and `/users/{userId}/pets/{petId}`. */
export interface Resource {
  /** Template of the collection, without base path; that of the thing itself where there is only one. */
  readonly path: string;
  /** Placeholder of the item in the template; undefined: there is only one, such as `/settings`. */
  readonly idParameter: string | undefined;
  /** Placeholders before it, in order. */
  readonly parents: readonly string[];
  /** What the member of an item that has what the path calls it may be called. */
  readonly names: NameCandidates;
  /** The one that is told by the contract. */
  readonly idProperty: string | undefined;
}

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
    const resource = describe(collection, parameter, { contract, operations, around });
    for (const operation of operations)
      addAction(found, operation, { resource, action: itemActions[operation.method] });
    for (const operation of around) {
      const action = collectionActions[operation.method];
      if (action === 'list' && listIn(successOf(operation), contract) === undefined) continue;
      addAction(found, operation, { resource, action });
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

interface ItemSurroundings extends Surroundings {
  /** Those of the collection. */
  readonly around: readonly Operation[];
}

const noNames: NameCandidates = { sure: [], likely: [] };

function describe(collection: string, parameter: string, { contract, operations, around }: ItemSurroundings): Resource {
  const names = nameCandidates(parameter, collection);
  const [reads, writes] = [operations.filter(isGet), operations.filter((operation) => !isGet(operation))];
  const [lists, makes] = [around.filter(isGet), around.filter((operation) => !isGet(operation))];
  const declared = (operation: Operation): readonly string[] =>
    memberNames(jsonOf(successOf(operation))?.schema, contract);
  const shown = (operation: Operation, place?: string): readonly string[] =>
    shownItems(successOf(operation), place, { contract }).flatMap(Object.keys);
  // The thing itself says best what it is called, then its list, then what is made, at last examples.
  const sources = [
    ...[...reads, ...writes].map(declared),
    ...lists.map((list) => memberNames(listedSchema(successOf(list), contract), contract)),
    ...makes.map(declared),
    ...lists.map((list) => shown(list, listIn(successOf(list), contract))),
    ...reads.map((read) => shown(read)),
  ];
  const find = (candidates: readonly string[]): string | undefined =>
    sources.map((members) => nameMember(candidates, members)).find((member) => member !== undefined);
  return {
    path: collection,
    idParameter: parameter,
    parents: placeholders(collection),
    names,
    idProperty: find(names.sure) ?? find(names.likely),
  };
}

function isGet({ method }: Operation): boolean {
  return method === 'GET';
}

/** What an operation answers with where nothing is wrong. */
export function successOf(operation: Operation): Response | undefined {
  return chooseResponse(operation, undefined)?.response;
}

function placeholders(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
}

/** `/pets/findByStatus` lists things of `/pets` where its schema says that they are what `/pets/{petId}` shows. */
function addListsBeside(found: Map<Operation, ResourceOperation>, contract: Contract): void {
  for (const [read, { resource, action }] of [...found]) {
    const shown = jsonOf(successOf(read))?.schema;
    if (action !== 'read' || typeof shown !== 'object' || shown.$ref === undefined) continue;
    for (const operation of contract.operations.filter(isGet)) {
      const { path } = operation;
      if (!path.startsWith(`${resource.path}/`) || /[/{]/.test(path.slice(resource.path.length + 1))) continue;
      const listed = listedSchema(successOf(operation), contract);
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
  if (read === undefined || listIn(successOf(read), contract) === '') return;
  const parents = placeholders(path);
  const resource: Resource = { path, idParameter: undefined, parents, names: noNames, idProperty: undefined };
  for (const operation of free) addAction(found, operation, { resource, action: singleActions[operation.method] });
}
