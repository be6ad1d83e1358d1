import { securityPart, serversPart } from '../parse/parts.ts';
import { buildCallbacks } from './build-callbacks.ts';
import type { BuildContext } from './build-context.ts';
import { buildParameters } from './build-parameters.ts';
import { buildRequestBody } from './build-request-body.ts';
import { buildResponses } from './build-response.ts';
import { buildSecurity } from './build-security.ts';
import { basePathsOf, buildServers } from './build-servers.ts';
import { checkExtensions } from './check-extensions.ts';
import { booleanField, definedFields, extensionsOf, listField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import { idFromPath, type NameGiver } from './operation-name.ts';
import type { PathItemOperation } from './path-item-operations.ts';
import type { Operation, SecurityRequirement, SecurityScheme, Server } from './service-model.ts';

export interface OperationSource extends PathItemOperation {
  readonly path: string;
  readonly pathItem: JsonObject;
}

export interface OperationDefaults {
  readonly document: JsonObject;
  readonly servers: readonly Server[];
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  readonly names: NameGiver;
}

/** An Operation Object with everything that path item and document say for it (OpenAPI 3.1 §4.8.10). */
export function buildOperation(from: OperationSource, defaults: OperationDefaults, context: BuildContext): Operation {
  const { method, path, pathItem, operation } = from;
  const { names, securitySchemes } = defaults;
  const id = readId(from, names, context);
  checkExtensions(pathItem, context);
  checkExtensions(operation, context);
  const ownServers = buildServers(operation, context) ?? buildServers(pathItem, context);
  if (ownServers === undefined) context.report.needs(serversPart);
  return {
    id,
    // BRRTRouter's way to name a handler apart from its operation.
    name: names.nameOf(stringField(operation, 'x-handler') ?? id),
    method,
    path,
    basePaths: basePathsOf(ownServers ?? defaults.servers),
    ...definedFields<Pick<Operation, 'summary' | 'description' | 'requestBody'>>({
      summary: stringField(operation, 'summary') ?? stringField(pathItem, 'summary'),
      description: stringField(operation, 'description') ?? stringField(pathItem, 'description'),
      requestBody: buildRequestBody(operation, context),
    }),
    tags: listField(operation, 'tags').filter((tag) => typeof tag === 'string'),
    deprecated: booleanField(operation, 'deprecated') ?? false,
    parameters: buildParameters({ path, pathItem, operation }, context),
    responses: buildResponses(operation, context),
    security: buildSecurity(operation, securitySchemes, context) ?? inheritedSecurity(defaults, context),
    callbacks: buildCallbacks(operation, context),
    extensions: { ...extensionsOf(pathItem), ...extensionsOf(operation) },
    source: context.sources.locate(from.source.container, from.source.key),
  };
}

function inheritedSecurity(
  { document, securitySchemes }: OperationDefaults,
  context: BuildContext,
): readonly SecurityRequirement[] {
  context.report.needs(securityPart);
  return buildSecurity(document, securitySchemes, context) ?? [];
}

function readId({ method, path, operation }: OperationSource, names: NameGiver, context: BuildContext): string {
  const written = stringField(operation, 'operationId');
  if (written === undefined || written === '') return names.uniqueId(idFromPath(method, path));
  const id = names.uniqueId(written);
  if (id === written) return id;
  const at = context.sources.locate(operation, 'operationId');
  context.report.warning({
    at,
    code: 'duplicate-operation-id',
    message: `The operationId "${written}" is used twice`,
    hint: `It is read as "${id}"`,
  });
  return id;
}
