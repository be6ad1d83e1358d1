import type { Diagnostic, JsonObject, JsonValue, SourceLocation } from '@brrt/service-model';
import { formatPointer, templateShape } from '@brrt/service-model/references';

export interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  /** Where it stands in its path item. */
  readonly key: readonly string[];
  readonly id: string;
  readonly value: JsonObject;
  /** `petstore: get_pet` */
  readonly origin: string;
  readonly writtenAt: SourceLocation;
  /** What can be changed when it clashes. */
  readonly at: SourceLocation;
}

/** Operations by path and method, each once. */
export interface ComposedPaths {
  /** Reports what clashes with an operation that is there. */
  add(operation: PlacedOperation): void;
  readonly value: () => JsonObject;
  readonly origins: ReadonlyMap<string, string>;
}

export function createComposedPaths(diagnostics: Diagnostic[]): ComposedPaths {
  const paths = new Map<string, Record<string, JsonValue>>();
  const templates = new Map<string, PlacedOperation>();
  const routes = new Map<string, PlacedOperation>();
  const ids = new Map<string, PlacedOperation>();
  const origins = new Map<string, string>();
  const clash = (operation: PlacedOperation, other: PlacedOperation, what: string): void => {
    diagnostics.push({
      ...operation.at,
      severity: 'error',
      code: 'composition-clash',
      message: `${what}: ${describe(operation)} and ${describe(other)}`,
      hint: 'Leave one out, or put it elsewhere: `path: /store` beside the operations of a service, or `changes: { <operationId>: { path: …, operationId: … } }`',
    });
  };
  return {
    add(operation) {
      const { path, method, id, key, value, origin } = operation;
      const shape = templateShape(path);
      const sameRoute = routes.get(`${method} ${shape}`);
      const sameId = ids.get(id);
      const sameShape = templates.get(shape);
      if (sameRoute !== undefined) return clash(operation, sameRoute, `${method} ${path} is there twice`);
      if (sameId !== undefined) return clash(operation, sameId, `The operationId ${id} is there twice`);
      if (sameShape !== undefined && sameShape.path !== path)
        return clash(operation, sameShape, `${path} and ${sameShape.path} match the same requests`);
      routes.set(`${method} ${shape}`, operation);
      ids.set(id, operation);
      templates.set(shape, operation);
      const pathItem = paths.get(path) ?? {};
      const [field = '', additional] = key;
      const held = pathItem[field];
      pathItem[field] =
        additional === undefined ? value : { ...(typeof held === 'object' ? held : {}), [additional]: value };
      paths.set(path, pathItem);
      origins.set(formatPointer(['paths', path, ...key]), origin);
    },
    value: () => Object.fromEntries(paths),
    origins,
  };
}

function describe({ origin, writtenAt }: PlacedOperation): string {
  // Both files are in the workspace.
  return `${origin} (${writtenAt.file.replace(/^.*\/(?=apps\/)/, '')}:${writtenAt.line})`;
}
