import { conversionOf, foldedName, identifierOf } from './identifier.ts';

/** What an operation could be called by. */
export interface NamedOperation {
  readonly method: string;
  readonly path: string;
  /** The `operationId`; undefined where there is none. */
  readonly written: string | undefined;
  /** BRRTRouter's `x-handler`: a name for code apart from the `operationId`. */
  readonly handler?: string | undefined;
}

export interface OperationNames {
  /** Never that of another operation. */
  readonly id: string;
  /** An identifier, never that of another operation, also when case is ignored: files are called so. */
  readonly name: string;
  /** Why the name is not just the id in camelCase. */
  readonly reason?: string;
}

export interface NameGiver {
  of(operation: NamedOperation): OperationNames;
  /** Of an operation that was not among the first: it takes what is left. */
  later(operation: NamedOperation): OperationNames;
}

/**
 * Names for all operations of a contract at once. Only operations that want the same name have to do with each other:
 * what is spelled as the name itself has it, else the first; the others add their method and path to it, so that one
 * more does not rename the next.
 */
export function createNameGiver(operations: readonly NamedOperation[]): NameGiver {
  const ids = createIds(operations);
  const wishes = operations.map((operation) => wishOf(operation, ids.of(operation)));
  const taken = new Map<string, string>();
  const given = new Map<NamedOperation, OperationNames>();
  const give = (wish: Wish, name: string, reason?: string): OperationNames => {
    const { id, source, operation } = wish;
    taken.set(foldedName(name), source);
    const names = { id, name, ...(reason === undefined ? {} : { reason }) };
    given.set(operation, names);
    return names;
  };
  const giveFree = (wish: Wish): OperationNames | undefined =>
    taken.has(foldedName(wish.name)) ? undefined : give(wish, wish.name, wish.reason);
  const giveOther = (wish: Wish): OperationNames => {
    const { method, path } = wish.operation;
    const other = free(`${wish.name}${upperFirst(conversionOf(idFromPath(method, path)))}`, taken);
    return give(wish, other, `"${taken.get(foldedName(wish.name))}" has that name`);
  };
  // As soon as all that are spelled so have their names, a made one takes none of theirs.
  for (const isExact of [true, false]) {
    for (const wish of wishes) if (isExact === (wish.name === wish.source)) giveFree(wish);
  }
  for (const wish of wishes) if (!given.has(wish.operation)) giveOther(wish);
  return {
    // The cast: each of them has just been given one.
    of: (operation) => given.get(operation) as OperationNames,
    later(operation) {
      const wish = wishOf(operation, ids.later(operation));
      return giveFree(wish) ?? giveOther(wish);
    },
  };
}

interface Wish {
  readonly operation: NamedOperation;
  readonly id: string;
  /** What the name is made of. */
  readonly source: string;
  readonly name: string;
  readonly reason: string | undefined;
}

function wishOf(operation: NamedOperation, id: string): Wish {
  const source = operation.handler ?? id;
  return { operation, id, source, ...identifierOf(source, idFromPath(operation.method, operation.path)) };
}

interface Ids {
  of(operation: NamedOperation): string;
  later(operation: NamedOperation): string;
}

/** What is written goes before what is made: of two that are written alike, the first has it. */
function createIds(operations: readonly NamedOperation[]): Ids {
  const taken = new Map<string, string>();
  const ids = new Map<NamedOperation, string>();
  const take = (id: string, operation: NamedOperation): string => {
    taken.set(id, id);
    ids.set(operation, id);
    return id;
  };
  const derive = (operation: NamedOperation): string => {
    const { method, path, written = '' } = operation;
    const made = [written, idFromPath(method, path)].filter((part) => part !== '').join('_');
    const apart = [written, idFromPath(method, path.replaceAll('{', 'by/'))].filter((part) => part !== '').join('_');
    return take(taken.has(made) ? free(apart, taken, '_') : made, operation);
  };
  for (const operation of operations) {
    const { written = '' } = operation;
    if (written !== '' && !taken.has(written)) take(written, operation);
  }
  for (const operation of operations) if (!ids.has(operation)) derive(operation);
  return { of: (operation) => ids.get(operation) ?? derive(operation), later: derive };
}

/** `get /pets/{petId}` → `get_pets_petId`. */
export function idFromPath(method: string, path: string): string {
  const words = path.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
  return [method.toLowerCase(), ...(words.length === 0 ? ['root'] : words)].join('_');
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function free(wanted: string, taken: ReadonlyMap<string, string>, separator = ''): string {
  const key = (name: string): string => (separator === '' ? foldedName(name) : name);
  let name = wanted;
  for (let count = 2; taken.has(key(name)); count += 1) name = `${wanted}${separator}${count}`;
  return name;
}
