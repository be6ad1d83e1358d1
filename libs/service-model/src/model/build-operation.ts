import { securityPart, serversPart } from '../parse/parts.ts';
import { buildCallbacks } from './build-callbacks.ts';
import type { BuildContext } from './build-context.ts';
import { buildParameters } from './build-parameters.ts';
import { buildPassThrough } from './build-pass-through.ts';
import { buildRequestBody } from './build-request-body.ts';
import { buildResponses } from './build-response.ts';
import { buildSecurity } from './build-security.ts';
import { basePathsOf, buildServers } from './build-servers.ts';
import { buildWebSocket } from './build-web-socket.ts';
import { checkEventStream, checkExtensions } from './check-extensions.ts';
import { booleanField, definedFields, extensionsOf, listField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import type { OperationNames } from './operation-name.ts';
import type { PathItemOperation } from './path-item-operations.ts';
import type { SecurityScheme } from './security-scheme.ts';
import type { Operation, SecurityRequirement, Server } from './service-model.ts';

export interface OperationSource extends PathItemOperation {
  readonly path: string;
  readonly pathItem: JsonObject;
  readonly names: OperationNames;
}

export interface OperationDefaults {
  readonly document: JsonObject;
  readonly servers: readonly Server[];
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
}

/** An Operation Object with everything that path item and document say for it (OpenAPI 3.1 §4.8.10). */
export function buildOperation(from: OperationSource, defaults: OperationDefaults, context: BuildContext): Operation {
  const { method, path, pathItem, operation, names } = from;
  const { securitySchemes } = defaults;
  const { id, name } = names;
  reportNames(from, context);
  checkExtensions(pathItem, 'path item', context);
  checkExtensions(operation, 'operation', context);
  const ownServers = buildServers(operation, context) ?? buildServers(pathItem, context);
  if (ownServers === undefined) context.report.needs(serversPart);
  const parameters = buildParameters({ path, pathItem, operation }, context);
  const responses = buildResponses(operation, context);
  checkEventStream(operation, responses, context);
  return {
    id,
    name,
    method,
    path,
    basePaths: basePathsOf(ownServers ?? defaults.servers),
    ...definedFields<Pick<Operation, 'summary' | 'description' | 'requestBody' | 'webSocket'>>({
      summary: stringField(operation, 'summary') ?? stringField(pathItem, 'summary'),
      description: stringField(operation, 'description') ?? stringField(pathItem, 'description'),
      requestBody: buildRequestBody(operation, context),
      webSocket: buildWebSocket(from, context),
    }),
    tags: listField(operation, 'tags').filter((tag) => typeof tag === 'string'),
    deprecated: booleanField(operation, 'deprecated') ?? false,
    parameters,
    responses,
    security: buildSecurity(operation, securitySchemes, context) ?? inheritedSecurity(defaults, context),
    callbacks: buildCallbacks(operation, securitySchemes, context),
    extensions: { ...extensionsOf(pathItem), ...extensionsOf(operation) },
    ...buildPassThrough(operation, parameters, context),
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

function reportNames({ operation, source, names }: OperationSource, context: BuildContext): void {
  const { report, sources } = context;
  const written = stringField(operation, 'operationId') ?? '';
  const placeOf = (field: string) => sources.locate(operation, field);
  if (written !== '' && written !== names.id) {
    report.warning({
      at: placeOf('operationId'),
      code: 'duplicate-operation-id',
      message: `The operationId "${written}" is used twice`,
      hint: `It is read as "${names.id}"`,
    });
  }
  if (names.reason === undefined) return;
  const handler = stringField(operation, 'x-handler');
  const field = handler !== undefined ? 'x-handler' : written === '' ? undefined : 'operationId';
  report.note({
    at: field === undefined ? sources.locate(source.container, source.key) : placeOf(field),
    code: 'changed-name',
    message: `In code, the operation "${handler ?? names.id}" becomes "${names.name}": ${names.reason}`,
    hint: `Choose another ${field ?? 'operationId'} to have another name`,
  });
}
