import type { BuildContext } from './build-context.ts';
import { buildParameter } from './build-parameter.ts';
import { checkQueryNames } from './check-query-names.ts';
import { listField } from './fields.ts';
import type { JsonObject } from './json.ts';
import { templateNames } from './path-template.ts';
import { resolveObject } from './resolve-object.ts';
import type { Parameter } from './service-model.ts';

/** The objects that take part in one operation, as bundled. */
export interface OperationParts {
  readonly path: string;
  readonly pathItem: JsonObject;
  readonly operation: JsonObject;
}

/** Parameters of path item and operation; the operation's win by name and place (OpenAPI 3.1 §4.8.10). */
export function buildParameters(
  { path, pathItem, operation }: OperationParts,
  context: BuildContext,
): readonly Parameter[] {
  const merged = new Map<string, Parameter>();
  for (const [key, parameter] of ownParameters(pathItem, context)) merged.set(key, parameter);
  for (const [key, parameter] of ownParameters(operation, context)) merged.set(key, parameter);
  const declared = [...merged.values()].filter((parameter) => isUsed(parameter, path, context));
  checkQueryNames(declared, context);
  return [...declared, ...undeclaredParameters(path, { declared, operation }, context)];
}

function ownParameters(owner: JsonObject, context: BuildContext): ReadonlyMap<string, Parameter> {
  const found = new Map<string, Parameter>();
  for (const value of listField(owner, 'parameters')) {
    const object = resolveObject(value, context);
    const parameter = object === undefined ? undefined : buildParameter(object, context);
    if (parameter === undefined) continue;
    const key = parameterKey(parameter);
    if (found.has(key)) reportDuplicate(parameter, context);
    else found.set(key, parameter);
  }
  return found;
}

// Header names do not depend on case (RFC 9110 §5.1).
function parameterKey({ name, in: place }: Parameter): string {
  return `${place} ${place === 'header' ? name.toLowerCase() : name}`;
}

function reportDuplicate({ name, in: place, source }: Parameter, context: BuildContext): void {
  const message = `The ${place} parameter "${name}" is declared twice`;
  context.report.warning({ at: source, code: 'duplicate-parameter', message, hint: 'The first declaration counts' });
}

const ignoredHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

function isUsed({ name, in: place, source }: Parameter, path: string, { report }: BuildContext): boolean {
  if (place === 'header' && ignoredHeaders.has(name.toLowerCase())) {
    // OpenAPI 3.1 §4.8.12.2: such a parameter definition shall be ignored.
    report.note({
      at: source,
      code: 'ignored-header',
      message: `The header parameter ${name} is ignored`,
      hint: 'Content and security say what it may be',
    });
    return false;
  }
  if (place !== 'path' || templateNames(path).includes(name)) return true;
  report.warning({
    at: source,
    code: 'unused-path-parameter',
    message: `The path ${path} has no {${name}}`,
    hint: 'The parameter is left out',
  });
  return false;
}

interface Declared {
  readonly declared: readonly Parameter[];
  readonly operation: JsonObject;
}

function undeclaredParameters(
  path: string,
  { declared, operation }: Declared,
  context: BuildContext,
): readonly Parameter[] {
  const known = new Set(declared.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  return templateNames(path)
    .filter((name) => !known.has(name))
    .map((name): Parameter => {
      const source = context.sources.locate(operation);
      const message = `The path parameter {${name}} of ${path} is not declared`;
      context.report.warning({
        at: source,
        code: 'undeclared-path-parameter',
        message,
        hint: 'It is read as a string',
      });
      return {
        name,
        in: 'path',
        required: true,
        deprecated: false,
        allowEmptyValue: false,
        allowReserved: false,
        style: 'simple',
        explode: false,
        schema: { type: 'string' },
        examples: [],
        source,
      };
    });
}
