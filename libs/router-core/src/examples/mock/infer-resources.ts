import type { ContractSubset, Operation, Response } from '@brrt/service-model';
import { mediaKind } from '../../body/index.ts';
import { chooseResponse } from '../choose-response.ts';
import { flattenSchema } from '../merge-schemas.ts';
import { namedSchemasOf, schemaOf, typesOf } from '../schema-keywords.ts';

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
  /** Member of an item that has what the path calls it; undefined where its schema shows none. */
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
    const resource = describe(collection, parameter, { contract, operations });
    for (const operation of operations)
      addAction(found, operation, { resource, action: itemActions[operation.method] });
    for (const operation of byPath.get(collection) ?? []) {
      const action = collectionActions[operation.method];
      if (action === 'list' && listIn(operation, contract) === undefined) continue;
      addAction(found, operation, { resource, action });
    }
  }
  for (const [path, operations] of byPath) addSingle(found, path, { contract, operations });
  return found;
}

const itemActions: Readonly<Record<string, ResourceAction>> = {
  GET: 'read',
  PUT: 'replace',
  PATCH: 'patch',
  DELETE: 'remove',
};
const collectionActions: Readonly<Record<string, ResourceAction>> = { GET: 'list', POST: 'create' };
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

function describe(collection: string, parameter: string, { contract, operations }: Surroundings): Resource {
  const read = operations.find(({ method }) => method === 'GET') ?? operations[0];
  const properties = read === undefined ? [] : propertiesOf(read, contract);
  return {
    path: collection,
    idParameter: parameter,
    parents: placeholders(collection),
    idProperty: idNames(parameter, collection).find((name) => properties.includes(name)),
  };
}

function placeholders(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
}

/** 'petId' under '/pets' may be 'petId', 'id', 'pet_id' or 'petID' in the item. */
function idNames(parameter: string, collection: string): readonly string[] {
  const noun = (collection.split('/').at(-1) ?? '').replace(/ies$/, 'y').replace(/s$/, '');
  const rest = parameter.replace(new RegExp(`^${noun.replaceAll(/\W/g, '')}[_-]?`, 'i'), '');
  const lowered = rest === '' ? [] : [rest.charAt(0).toLowerCase() + rest.slice(1)];
  const snake = parameter.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const camel = parameter.replaceAll(/[_-]([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [parameter, snake, camel, ...lowered, 'id', '_id', 'uuid', 'key', 'slug', 'code', 'name'];
}

function propertiesOf(operation: Operation, contract: Contract): readonly string[] {
  const schema = bodySchema(chooseResponse(operation, undefined)?.response);
  const flat = schema === undefined ? false : flattenSchema(schema, contract);
  return flat === false ? [] : [...namedSchemasOf(flat, 'properties').keys()];
}

/** The JSON of a response; undefined where it has none. */
export function bodySchema(response: Response | undefined): Response['content'][number]['schema'] {
  return response?.content.find(({ mediaType }) => mediaKind(mediaType) === 'json')?.schema;
}

/** Where a list stands in an answer: '' is the answer itself, else the one member that is an array. */
export function listIn(operation: Operation, contract: Contract): string | undefined {
  const schema = bodySchema(chooseResponse(operation, undefined)?.response);
  const flat = schema === undefined ? false : flattenSchema(schema, contract);
  if (flat === false) return undefined;
  if (typesOf(flat).includes('array')) return '';
  const arrays = [...namedSchemasOf(flat, 'properties')].filter(([, part]) => {
    const own = flattenSchema(part, contract);
    return own !== false && typesOf(own).includes('array') && schemaOf(own, 'items') !== undefined;
  });
  const usual = arrays.find(([name]) => /^(?:items|data|results|records|content|values|entries|list)$/i.test(name));
  return arrays.length === 1 ? arrays[0]?.[0] : usual?.[0];
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
  if (read === undefined || listIn(read, contract) === '') return;
  const resource: Resource = { path, idParameter: undefined, parents: placeholders(path), idProperty: undefined };
  for (const operation of free) addAction(found, operation, { resource, action: singleActions[operation.method] });
}
