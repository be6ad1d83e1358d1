import type { SourceLocation } from '../diagnostic.ts';
import { operationPart, pathPart } from '../parse/parts.ts';
import { type BuildContext, buildWithin } from './build-context.ts';
import { buildOperation } from './build-operation.ts';
import { objectField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import { createNameGiver, type NamedOperation, type NameGiver } from './operation-name.ts';
import { operationsOf, type PathItemOperation } from './path-item-operations.ts';
import { pathItemParts } from './path-item-parts.ts';
import { routedPath, templateShape } from './path-template.ts';
import { resolveObject } from './resolve-object.ts';
import type { SecurityScheme } from './security-scheme.ts';
import type { Operation, Server } from './service-model.ts';

/** What a document says for all of its operations. */
export interface DocumentDefaults {
  readonly document: JsonObject;
  readonly servers: readonly Server[];
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
}

/** One entry of `paths` with its operations, broken ones among them. */
export interface BuiltPath {
  /** The key in the document. */
  readonly written: string;
  readonly path: string;
  readonly pathItem: JsonObject;
  readonly operations: readonly BuiltOperation[];
}

export interface BuiltOperation extends Pick<PathItemOperation, 'key'> {
  readonly operation: Operation;
  /** What it is made of, see `Report`; each of them may be broken. */
  readonly parts: readonly string[];
}

/** The operations of all paths, in the order of the document (OpenAPI 3.1 §4.8.8). */
export function buildOperations(
  defaults: DocumentDefaults,
  context: BuildContext,
): { readonly paths: readonly BuiltPath[]; readonly names: NameGiver } {
  const paths = objectField(defaults.document, 'paths') ?? {};
  const taken = new Map<string, Operation>();
  const found = Object.entries(paths).flatMap(([written, value]): FoundPath[] => {
    const pathItem = written.startsWith('x-') ? undefined : resolveObject(value, context);
    if (pathItem === undefined) return [];
    const path = readPath(written, paths, buildWithin(pathPart(written), context));
    return [
      { written, path, pathItem, items: operationsOf(pathItem).map((item) => ({ ...item, ...callable(item, path) })) },
    ];
  });
  const names = createNameGiver(found.flatMap(({ items }) => items));
  const built = found.map(({ written, path, pathItem, items }): BuiltPath => {
    const parts = pathItemParts(written, context.document);
    const operations = items.map((item): BuiltOperation => {
      const own = buildWithin(operationPart(pathPart(written), ...item.key), context);
      const operation = buildOperation({ ...item, pathItem, names: names.of(item) }, defaults, own);
      return { operation, key: item.key, parts: parts.flatMap((part) => [part, operationPart(part, ...item.key)]) };
    });
    return {
      written,
      path,
      pathItem,
      operations: operations.filter((each) => claimRoute(each.operation, taken, context)),
    };
  });
  return { paths: built, names };
}

interface FoundPath extends Omit<BuiltPath, 'operations'> {
  readonly items: readonly (PathItemOperation & NamedOperation)[];
}

function callable({ method, operation }: PathItemOperation, path: string): NamedOperation {
  return {
    method,
    path,
    written: stringField(operation, 'operationId'),
    handler: stringField(operation, 'x-handler'),
  };
}

function readPath(written: string, paths: JsonObject, context: BuildContext): string {
  const path = written.replace(/[?#].*$/s, '');
  const at = context.sources.locate(paths, written);
  if (path !== written) {
    context.report.warning({
      at,
      code: 'query-in-path',
      message: `The path "${written}" has a query or fragment`,
      hint: `It is read as "${path}"; declare query parameters instead`,
    });
  }
  checkTemplate(path, at, context);
  if (path.startsWith('/')) return path;
  context.report.warning({
    at,
    code: 'relative-path',
    message: `The path "${written}" does not start with "/"`,
    hint: `It is read as "/${path}"`,
  });
  return routedPath(written);
}

// OpenAPI 3.1 §4.8.8.2: each variable once, every brace part of one.
function checkTemplate(path: string, at: SourceLocation, { report }: BuildContext): void {
  if (/[{}]/.test(path.replace(/\{[^{}]+\}/g, ''))) {
    const message = `The braces of the path "${path}" do not form variables`;
    report.warning({ at, code: 'malformed-template', message, hint: 'They are read as plain characters' });
  }
  if (path.includes('}{')) {
    const message = `Nothing in the path "${path}" says where one variable ends and the next begins`;
    report.warning({
      at,
      code: 'adjacent-variables',
      message,
      hint: 'Put a character between them; the first is read as short as it can be',
    });
  }
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
  if (new Set(names).size === names.length) return;
  report.error({
    at,
    code: 'duplicate-variable',
    message: `The path "${path}" has a variable twice`,
    hint: 'Give each its own name',
  });
}

// Of two operations that the same requests would match, the first counts.
function claimRoute(operation: Operation, taken: Map<string, Operation>, { report }: BuildContext): boolean {
  const routes = operation.basePaths.map(
    (basePath) => `${operation.method} ${templateShape(basePath + operation.path)}`,
  );
  const first = routes.map((route) => taken.get(route)).find((other) => other !== undefined);
  if (first === undefined) {
    for (const route of routes) taken.set(route, operation);
    return true;
  }
  report.warning({
    at: operation.source,
    code: 'duplicate-route',
    message: `${operation.method} ${operation.path} matches the same requests as ${first.path} (line ${first.source.line})`,
    hint: 'The first one counts, this one is left out',
  });
  return false;
}
