import { basename } from 'node:path';
import type { BrokenOperation, Operation } from '@brrt/service-model';
import { OperationNotReadableError } from '../errors/pipeline-errors.ts';
import type { RouteCors } from '../ports/policies.ts';
import type { RouteEntry } from './route-tree.ts';

/** The route of an operation that could not be read from the contract: all that it can answer is why. */
export class BrokenRoute {
  readonly compiled = undefined;
  readonly cors: RouteCors | undefined;
  /** Template with base path: the label of metrics and spans. */
  readonly route: string;
  readonly unreadable: BrokenRoute = this;
  readonly #operation: BrokenOperation;

  constructor(operation: BrokenOperation, route: string, cors: RouteCors | undefined) {
    this.#operation = operation;
    this.route = route;
    this.cors = cors;
  }

  error(): OperationNotReadableError {
    return new OperationNotReadableError(describeCause(this.#operation));
  }
}

/** One line about an operation that was left out, with nothing of the contract but places. */
export function describeCause({ diagnostics }: BrokenOperation): string {
  const [first, ...others] = diagnostics;
  if (first === undefined) return 'The contract of this operation cannot be read';
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const { code, file, line, pointer } = first;
  return `The contract of this operation cannot be read: ${code} at ${basename(file)}:${line} ${pointer}${more}`;
}

/** An operation that requires security schemes which the contract does not declare: there is no way in. */
export function lockedOperation(operation: Operation): BrokenOperation {
  const { id, name, method, path, basePaths, source } = operation;
  const code = 'unknown-security-scheme';
  const message = 'No request can satisfy the security of this operation';
  return { id, name, method, path, basePaths, source, diagnostics: [{ severity: 'error', code, message, ...source }] };
}

export function listBrokenRoutes(
  operations: readonly BrokenOperation[],
  cors: ReadonlyMap<string, RouteCors>,
): readonly RouteEntry<BrokenRoute>[] {
  return operations.flatMap((operation) =>
    operation.basePaths.flatMap((basePath) => {
      const template = basePath + operation.path;
      const value = new BrokenRoute(operation, template, cors.get(operation.path));
      return methodsOf(operation).map((method) => ({ method, template, value }));
    }),
  );
}

// Of a path that cannot be read at all, any method might have been one.
const anyMethod: readonly string[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'QUERY'];

function methodsOf({ method }: BrokenOperation): readonly string[] {
  return method === '*' ? anyMethod : [method];
}

/** What policies see of an operation that could not be read: browsers may ask for it, to be told so. */
export function asOperations(broken: BrokenOperation): readonly Operation[] {
  const { id, path, basePaths, source } = broken;
  return methodsOf(broken).map((method) => ({
    ...{ id, name: id, method, path, basePaths, source, tags: [], deprecated: false, parameters: [] },
    ...{ responses: [], security: [], callbacks: [], extensions: {} },
  }));
}
