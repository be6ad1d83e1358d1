import type { SourceLocation } from '../diagnostic.ts';
import { parsePointer } from '../parse/json-pointer.ts';
import type { BuildContext } from './build-context.ts';
import { buildServer } from './build-servers.ts';
import { definedFields, fieldOf, listField, objectEntries, objectField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import { operationsOf } from './path-item-operations.ts';
import { routedPath } from './path-template.ts';
import { reportBroken } from './report-expressions.ts';
import { resolveObject } from './resolve-object.ts';
import type { Link } from './service-model.ts';

/** The `links` of a response in the order of the document (OpenAPI 3.1 §4.8.20). */
export function buildLinks(response: JsonObject, context: BuildContext): readonly Link[] {
  const links = objectField(response, 'links') ?? {};
  return objectEntries(response, 'links').flatMap(([name, value]) => {
    const link = resolveObject(value, context);
    if (link === undefined) return [];
    const source = context.sources.locate(links, name);
    const found = findTarget(link, context);
    if (found === undefined) reportTarget(link, source, context);
    else reportParameters(link, found, source, context);
    reportExpressions(link, context);
    const server = objectField(link, 'server');
    return [
      {
        name,
        ...definedFields<Pick<Link, 'description' | 'target' | 'requestBody' | 'server'>>({
          server: server && buildServer(server, context),
          description: stringField(link, 'description'),
          target: found === undefined ? undefined : { method: found.method, path: found.path },
          requestBody: fieldOf(link, 'requestBody'),
        }),
        parameters: objectField(link, 'parameters') ?? {},
        source,
      },
    ];
  });
}

interface FoundTarget {
  readonly method: string;
  readonly path: string;
  readonly pathItem: JsonObject;
  readonly operation: JsonObject;
}

function findTarget(link: JsonObject, context: BuildContext): FoundTarget | undefined {
  const { byId, byPlace } = targetsOf(context);
  const id = stringField(link, 'operationId');
  if (id !== undefined) return byId.get(id);
  const [section, ...place] = localPointer(stringField(link, 'operationRef') ?? '');
  return section === 'paths' ? byPlace.get(JSON.stringify(place)) : undefined;
}

/** Tokens of `#/paths/~1pets/get`; none for a place in another document. */
export function localPointer(reference: string): readonly string[] {
  if (!reference.startsWith('#')) return [];
  try {
    return parsePointer(decodeURIComponent(reference.slice(1)));
  } catch {
    return [];
  }
}

interface Targets {
  readonly byId: ReadonlyMap<string, FoundTarget>;
  /** By the tokens behind `paths`, as JSON. */
  readonly byPlace: ReadonlyMap<string, FoundTarget>;
}

const known = new WeakMap<JsonObject, Targets>();

/** Every operation of a document, looked through once. */
function targetsOf(context: BuildContext): Targets {
  const { document } = context;
  const targets = known.get(document) ?? listTargets(context);
  known.set(document, targets);
  return targets;
}

function listTargets(context: BuildContext): Targets {
  const byId = new Map<string, FoundTarget>();
  const byPlace = new Map<string, FoundTarget>();
  for (const [written, value] of objectEntries(context.document, 'paths')) {
    const pathItem = resolveObject(value, context);
    if (pathItem === undefined || written.startsWith('x-')) continue;
    for (const { method, operation, key } of operationsOf(pathItem)) {
      const target = { method, path: routedPath(written), pathItem, operation };
      const id = stringField(operation, 'operationId');
      if (id !== undefined && !byId.has(id)) byId.set(id, target);
      byPlace.set(JSON.stringify([written, ...key]), target);
    }
  }
  return { byId, byPlace };
}

function reportExpressions(link: JsonObject, context: BuildContext): void {
  const report = (owner: JsonObject, key: string): void => {
    const value = stringField(owner, key);
    if (value !== undefined) reportBroken(value, context.sources.locate(owner, key), context);
  };
  const parameters = objectField(link, 'parameters');
  if (parameters !== undefined) for (const name of Object.keys(parameters)) report(parameters, name);
  report(link, 'requestBody');
}

function reportTarget(link: JsonObject, at: SourceLocation, { report }: BuildContext): void {
  const named = stringField(link, 'operationId') ?? stringField(link, 'operationRef');
  const hint = 'The link is kept without an operation';
  if (named === undefined) {
    report.warning({ at, code: 'invalid-link', message: 'A link has an "operationId" or an "operationRef"', hint });
  } else if (stringField(link, 'operationId') === undefined && !named.startsWith('#')) {
    report.note({ at, code: 'foreign-link', message: `"${named}" leads to another document`, hint });
  } else {
    report.warning({ at, code: 'unknown-link-target', message: `There is no operation "${named}"`, hint });
  }
}

/** Names are those of parameters, with their place in front where a contract says so: `path.id`. */
function reportParameters(
  link: JsonObject,
  { pathItem, operation }: FoundTarget,
  at: SourceLocation,
  context: BuildContext,
): void {
  const declared = [operation, pathItem].flatMap((owner) =>
    listField(owner, 'parameters').flatMap((parameter): readonly JsonObject[] => {
      const resolved = resolveObject(parameter, context);
      return resolved === undefined ? [] : [resolved];
    }),
  );
  const names = new Set(
    declared.flatMap((parameter) => {
      const name = stringField(parameter, 'name') ?? '';
      return [name, `${stringField(parameter, 'in')}.${name}`];
    }),
  );
  for (const name of Object.keys(objectField(link, 'parameters') ?? {})) {
    if (names.has(name)) continue;
    context.report.warning({
      at,
      code: 'unknown-link-parameter',
      message: `The operation of this link has no parameter "${name}"`,
      hint: 'Declare it there, or remove it here',
    });
  }
}
