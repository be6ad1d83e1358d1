import type { ContractSubset, JsonSchema, Operation } from '@brrt/service-model';
import { flattenSchema } from '../merge-schemas.ts';
import { namedSchemasOf } from '../schema-keywords.ts';
import { envelopeMember, memberNames, type NameCandidates, nameCandidates, nameMember } from './item-names.ts';
import { jsonOf, listedSchema, listIn, type Place, shownItems, successOf } from './shown-items.ts';

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
  /** Member of answers that holds the thing; undefined where answers are the thing. */
  readonly envelope: string | undefined;
}

type Contract = Pick<ContractSubset, 'operations' | 'schemas'>;

interface ItemSurroundings {
  readonly contract: Contract;
  /** Those of one thing. */
  readonly operations: readonly Operation[];
  /** Those of the collection. */
  readonly around: readonly Operation[];
}

/** What the operations of a collection and of one of its things say about them. */
export function describeResource(
  collection: string,
  parameter: string,
  { contract, operations, around }: ItemSurroundings,
): Resource {
  const names = nameCandidates(parameter, collection);
  const [reads, writes] = [operations.filter(isGet), operations.filter((operation) => !isGet(operation))];
  const [lists, makes] = [around.filter(isGet), around.filter((operation) => !isGet(operation))];
  const declared = (operation: Operation): readonly string[] =>
    memberNames(thingSchema(operation, names, contract), contract);
  const shown = (operation: Operation, place: Place | undefined): readonly string[] =>
    shownItems(successOf(operation), place, { contract }).flatMap(Object.keys);
  // The thing itself says best what it is called, then its list, then what is made, at last examples.
  const sources = [
    ...[...reads, ...writes].map(declared),
    ...lists.map((list) => memberNames(listedSchema(list, contract), contract)),
    ...makes.map(declared),
    ...lists.map((list) => shown(list, placeOfList(list, contract))),
    ...reads.map((read) => shown(read, placeOfThing(read, names, contract))),
  ];
  const find = (candidates: readonly string[]): string | undefined =>
    sources.map((members) => nameMember(candidates, members)).find((member) => member !== undefined);
  return {
    path: collection,
    idParameter: parameter,
    parents: placeholders(collection),
    names,
    idProperty: find(names.sure) ?? find(names.likely),
    envelope: [...reads, ...makes, ...writes]
      .map((operation) => envelopeMember(jsonOf(successOf(operation))?.schema, names, contract))
      .find((member) => member !== undefined),
  };
}

/** What a thing looks like in an answer. */
export function thingSchema(operation: Operation, names: NameCandidates, contract: Contract): JsonSchema | undefined {
  const schema = jsonOf(successOf(operation))?.schema;
  const member = envelopeMember(schema, names, contract);
  const flat = member === undefined || schema === undefined ? false : flattenSchema(schema, contract);
  return flat === false || member === undefined ? schema : namedSchemasOf(flat, 'properties').get(member);
}

/** Where an answer has things; undefined where it is no list. */
export function placeOfList(operation: Operation, contract: Contract): Place | undefined {
  const member = listIn(operation, contract);
  return member === undefined ? undefined : { isList: true, member };
}

/** Where an answer has one thing. */
export function placeOfThing(operation: Operation, names: NameCandidates, contract: Contract): Place {
  return { isList: false, member: envelopeMember(jsonOf(successOf(operation))?.schema, names, contract) ?? '' };
}

export function isGet({ method }: Operation): boolean {
  return method === 'GET';
}

export function placeholders(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
}
