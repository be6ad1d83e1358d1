import type { Breakage } from '../breakage.ts';
import { parsePointer } from '../parse/json-pointer.ts';
import { isPathItemPart, operationPart } from '../parse/parts.ts';
import type { BuildContext } from './build-context.ts';
import type { BuiltPath } from './build-operations.ts';
import { basePathsOf, buildServers } from './build-servers.ts';
import { objectField } from './fields.ts';
import type { NameGiver } from './operation-name.ts';
import { methodAt } from './path-item-operations.ts';
import { pathItemParts } from './path-item-parts.ts';
import type { BrokenOperation, Server } from './service-model.ts';

/** An operation that cannot be read, and where it stands: under which path and, unless all of it is lost, at which key. */
export interface FoundBroken {
  readonly written: string;
  readonly key: readonly string[] | undefined;
  readonly operation: BrokenOperation;
}

export interface BrokenSearch {
  readonly paths: readonly BuiltPath[];
  readonly names: NameGiver;
  /** Of the document. */
  readonly servers: readonly Server[];
  readonly breakage: Breakage;
}

/** Every operation that an error of the document reaches, in the order of the document; paths without any come last. */
export function listBrokenOperations(search: BrokenSearch, context: BuildContext): readonly FoundBroken[] {
  if (search.breakage.brokenParts.size === 0) return [];
  const keys = keysByPathItem(search.breakage);
  const found = search.paths.flatMap((path) => {
    const parts = pathItemParts(path.written, context.document);
    const methods = new Set(path.operations.map(({ operation }) => operation.method));
    const lost = parts.flatMap((part) => keys.get(part) ?? []).filter((key) => !methods.has(methodAt(key) ?? ''));
    const distinct = new Map(lost.map((key) => [methodAt(key), key]));
    return [
      ...brokenOf(path, search.breakage),
      ...[...distinct.values()].map((key) => lostOperation({ path, parts, key }, search, context)),
    ];
  });
  const withOperations = search.paths.filter(({ operations }) => operations.length > 0);
  const known = new Set([...withOperations, ...found].map(({ written }) => written));
  return [...found, ...lostPaths(known, search, context)];
}

function brokenOf({ written, operations }: BuiltPath, breakage: Breakage): readonly FoundBroken[] {
  return operations.flatMap(({ operation, key, parts }): FoundBroken[] => {
    if (!parts.some((part) => breakage.brokenParts.has(part))) return [];
    const { id, name, method, path, basePaths, source } = operation;
    const diagnostics = breakage.errorsOf(parts);
    return [{ written, key, operation: { id, name, method, path, basePaths, diagnostics, source } }];
  });
}

interface LostOperation {
  readonly path: BuiltPath;
  readonly parts: readonly string[];
  readonly key: readonly string[];
}

// Its value was no object: only its key is known.
function lostOperation(
  { path: { written, path, pathItem }, parts, key }: LostOperation,
  { names, servers, breakage }: BrokenSearch,
  context: BuildContext,
): FoundBroken {
  const method = methodAt(key) ?? '';
  const diagnostics = breakage.errorsOf(parts.flatMap((part) => [part, operationPart(part, ...key)]));
  const { id, name } = names.later({ method, path, written: undefined });
  const operation: BrokenOperation = {
    id,
    name,
    method,
    path,
    basePaths: basePathsOf(buildServers(pathItem, context) ?? servers),
    diagnostics,
    source: context.sources.locate(pathItem, key[0]),
  };
  return { written, key, operation };
}

// Paths whose path item is no object or a reference that leads to none: even their methods are unknown.
function lostPaths(
  known: ReadonlySet<string>,
  { names, servers, breakage }: BrokenSearch,
  context: BuildContext,
): readonly FoundBroken[] {
  const holder = objectField(context.document, 'paths') ?? {};
  const broken = [...breakage.brokenParts].filter((part) => part.startsWith('/paths/') && isPathItemPart(part));
  const written = new Set([...Object.keys(holder), ...broken.map((part) => parsePointer(part)[1] ?? '')]);
  return [...written].flatMap((key): FoundBroken[] => {
    const diagnostics = known.has(key) ? [] : breakage.errorsOf(pathItemParts(key, context.document));
    if (diagnostics.length === 0) return [];
    const path = key.startsWith('/') ? key : `/${key}`;
    const { id, name } = names.later({ method: 'any', path, written: undefined });
    const operation: BrokenOperation = {
      id,
      name,
      method: '*',
      path,
      basePaths: basePathsOf(servers),
      diagnostics,
      source: context.sources.locate(holder, key),
    };
    return [{ written: key, key: undefined, operation }];
  });
}

/** The keys of broken operations, by the part of their path item. */
function keysByPathItem({ brokenParts }: Breakage): ReadonlyMap<string, readonly (readonly string[])[]> {
  const keys = new Map<string, (readonly string[])[]>();
  for (const part of brokenParts) {
    const tokens = parsePointer(part);
    const depth = tokens[0] === 'paths' ? 2 : tokens[1] === 'pathItems' ? 3 : tokens.length;
    const key = tokens.slice(depth);
    if (methodAt(key) === undefined) continue;
    const pathItem = operationPart('', ...tokens.slice(0, depth));
    keys.set(pathItem, [...(keys.get(pathItem) ?? []), key]);
  }
  return keys;
}
