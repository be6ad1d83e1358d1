import { isJsonObject, objectField } from './fields.ts';
import type { JsonObject } from './json.ts';

export interface PathItemOperation {
  /** Upper case, or as written under `additionalOperations`. */
  readonly method: string;
  readonly operation: JsonObject;
  readonly source: { readonly container: JsonObject; readonly key: string };
  /** Where it stands in the path item: `['get']`, or `['additionalOperations', 'COPY']`. */
  readonly key: readonly string[];
}

const methods: ReadonlyMap<string, string> = new Map([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['patch', 'PATCH'],
  ['trace', 'TRACE'],
  ['query', 'QUERY'],
  ['QUERY', 'QUERY'],
  ['x-brrtrouter-query', 'QUERY'],
]);

/** The operations of a path item in the order of the document (OpenAPI 3.2 §4.9); a method counts once. */
export function operationsOf(pathItem: JsonObject): readonly PathItemOperation[] {
  const found = new Map<string, PathItemOperation>();
  const add = (method: string, container: JsonObject, path: readonly string[]): void => {
    const key = path[path.length - 1] ?? '';
    const operation = container[key];
    if (isJsonObject(operation) && !found.has(method))
      found.set(method, { method, operation, source: { container, key }, key: path });
  };
  for (const key of Object.keys(pathItem)) {
    const method = methods.get(key);
    if (method !== undefined) add(method, pathItem, [key]);
  }
  const additional = objectField(pathItem, 'additionalOperations') ?? {};
  for (const method of Object.keys(additional)) add(method, additional, ['additionalOperations', method]);
  return [...found.values()];
}

/** The method of what stands at a key of a path item, see `PathItemOperation.key`; undefined when it is no operation. */
export function methodAt([field = '', method]: readonly string[]): string | undefined {
  return field === 'additionalOperations' ? method : methods.get(field);
}
