/** A type of TypeScript before it is text: only what describes JSON. No node holds text that was not encoded. */
export type TypeNode =
  | {
      readonly kind: 'keyword';
      readonly name: 'unknown' | 'never' | 'string' | 'number' | 'bigint' | 'boolean' | 'null';
    }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** A type that is declared for a schema, under this very name. */
  | { readonly kind: 'reference'; readonly name: string }
  /** A type of a library. */
  | { readonly kind: 'imported'; readonly name: 'UploadedFile' | 'SentFile' | 'SentPart' }
  | { readonly kind: 'array'; readonly item: TypeNode }
  | TupleNode
  | ObjectNode
  | { readonly kind: 'union'; readonly members: readonly TypeNode[] }
  | { readonly kind: 'intersection'; readonly members: readonly TypeNode[] };

export interface TupleNode {
  readonly kind: 'tuple';
  readonly items: readonly TypeNode[];
  /** How many of the items are always there. */
  readonly required: number;
  /** Undefined: no more than `items`. */
  readonly rest: TypeNode | undefined;
}

export interface ObjectNode {
  readonly kind: 'object';
  readonly members: readonly TypeMember[];
  /** Of every property, declared or not. */
  readonly index: TypeNode | undefined;
}

export interface TypeMember {
  /** As in the contract. */
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeNode;
  /** Lines that went through an encoder. */
  readonly comment: readonly string[];
}

/** A type that a file declares under a name of its own. */
export interface DeclaredType {
  readonly name: string;
  readonly type: TypeNode;
  /** Lines that went through an encoder. */
  readonly comment: readonly string[];
}

export const unknownType: TypeNode = { kind: 'keyword', name: 'unknown' };
export const neverType: TypeNode = { kind: 'keyword', name: 'never' };
export const nullType: TypeNode = { kind: 'keyword', name: 'null' };

/** A value of one of the types: flat, each once, `unknown` when one of them is. */
export function unionOf(types: readonly TypeNode[]): TypeNode {
  const flat = types.flatMap((type) => (type.kind === 'union' ? type.members : [type]));
  if (flat.some(isUnknown)) return unknownType;
  const members = distinct(flat.filter((type) => !isNever(type)));
  const [only] = members;
  return members.length > 1 ? { kind: 'union', members } : (only ?? neverType);
}

/** A value of all of the types at once; objects that declare different properties become one. */
export function intersectionOf(types: readonly TypeNode[]): TypeNode {
  const flat = types.flatMap((type) => (type.kind === 'intersection' ? type.members : [type]));
  if (flat.some(isNever)) return neverType;
  const members = mergedObjects(distinct(flat.filter((type) => !isUnknown(type))));
  const [only] = members;
  return members.length > 1 ? { kind: 'intersection', members } : (only ?? unknownType);
}

/** The one type of a JSON value. */
export function literalType(value: unknown): TypeNode {
  if (value === null) return nullType;
  if (Array.isArray(value))
    return { kind: 'tuple', items: value.map(literalType), required: value.length, rest: undefined };
  if (typeof value === 'object') {
    const members = Object.entries(value).map(
      ([name, property]): TypeMember => ({ name, optional: false, type: literalType(property), comment: [] }),
    );
    return { kind: 'object', members, index: undefined };
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return { kind: 'keyword', name: 'number' };
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? { kind: 'literal', value }
    : unknownType;
}

/** True when the type or one that it is made of passes. */
export function contains(type: TypeNode, passes: (type: TypeNode) => boolean): boolean {
  return passes(type) || partsOf(type).some((part) => contains(part, passes));
}

function partsOf(type: TypeNode): readonly TypeNode[] {
  switch (type.kind) {
    case 'array':
      return [type.item];
    case 'tuple':
      return type.rest === undefined ? type.items : [...type.items, type.rest];
    case 'object': {
      const members = type.members.map((member) => member.type);
      return type.index === undefined ? members : [...members, type.index];
    }
    case 'union':
    case 'intersection':
      return type.members;
    default:
      return [];
  }
}

export function isUnknown(type: TypeNode): boolean {
  return type.kind === 'keyword' && type.name === 'unknown';
}

function isNever(type: TypeNode): boolean {
  return type.kind === 'keyword' && type.name === 'never';
}

function distinct(types: readonly TypeNode[]): readonly TypeNode[] {
  if (types.length < 2) return types;
  const known = new Set<string>();
  return types.filter((type) => {
    const key = simpleKey(type);
    if (key === undefined) return true;
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

function simpleKey(type: TypeNode): string | undefined {
  if (type.kind === 'keyword') return `keyword ${type.name}`;
  if (type.kind === 'reference') return `reference ${type.name}`;
  return type.kind === 'literal' ? `${typeof type.value} ${type.value}` : undefined;
}

function mergedObjects(types: readonly TypeNode[]): readonly TypeNode[] {
  const merged: TypeNode[] = [];
  for (const type of types) {
    const last = merged.at(-1);
    if (type.kind === 'object' && last?.kind === 'object' && areDisjoint(last, type)) {
      merged[merged.length - 1] = { ...last, members: [...last.members, ...type.members] };
    } else merged.push(type);
  }
  return merged;
}

/** An index says something about every property: such objects stay apart. */
function areDisjoint(left: ObjectNode, right: ObjectNode): boolean {
  if (left.index !== undefined || right.index !== undefined) return false;
  const names = new Set(left.members.map(({ name }) => name));
  return right.members.every(({ name }) => !names.has(name));
}
