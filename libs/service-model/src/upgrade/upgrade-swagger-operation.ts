import type { JsonObject, JsonValue } from '../model/json.ts';
import { isList, isObject } from '../parse/is-object.ts';
import { operationPart } from '../parse/parts.ts';
import {
  dereference,
  keepFields,
  mapValues,
  type SwaggerContext,
  stringsOf,
  swaggerWithin,
} from './swagger-context.ts';
import { upgradeBody } from './upgrade-swagger-body.ts';
import { upgradeParameter } from './upgrade-swagger-parameter.ts';
import { upgradeResponse } from './upgrade-swagger-response.ts';
import { serversOf } from './upgrade-swagger-servers.ts';

const methods: readonly string[] = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'query',
  'QUERY',
  'x-brrtrouter-query',
];

/** A path item of Swagger 2.0; `document` has the host and base path. */
export function upgradePathItem(pathItem: JsonObject, document: JsonObject, context: SwaggerContext): JsonObject {
  const shared = parametersOf(pathItem, context);
  const parameters = plainParameters(pathItem, context);
  const entries = Object.entries(pathItem).flatMap(([key, value]): [string, JsonValue][] => {
    if (key === 'parameters') return parameters.length === 0 ? [] : [[key, parameters]];
    if (!methods.includes(key) || !isObject(value)) return [[key, value]];
    const own = swaggerWithin(operationPart(context.bundle.report.part, key), context);
    return [[key, upgradeOperation(value, { document, shared }, own)]];
  });
  return context.bundle.sources.inherit(Object.fromEntries(entries), pathItem);
}

interface OperationSurroundings {
  readonly document: JsonObject;
  /** Parameters of the path item. */
  readonly shared: readonly JsonObject[];
}

function upgradeOperation(
  operation: JsonObject,
  { document, shared }: OperationSurroundings,
  context: SwaggerContext,
): JsonObject {
  const parameters = plainParameters(operation, context);
  const own = parametersOf(operation, context);
  const bodies = [...own, ...shared.filter((other) => !own.some((parameter) => isSame(parameter, other)))];
  const consumes = isList(operation.consumes) ? stringsOf(operation.consumes) : context.consumes;
  const requestBody = upgradeBody(bodies, consumes, context);
  const { responses } = operation;
  const { sources } = context.bundle;
  const servers = isList(operation.schemes) ? serversOf(document, sources, stringsOf(operation.schemes)) : [];
  const made = {
    ...keepFields(operation, [
      'tags',
      'summary',
      'description',
      'externalDocs',
      'operationId',
      'deprecated',
      'security',
    ]),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    ...(isObject(responses) ? { responses: upgradeResponses(responses, operation, context) } : {}),
    ...(servers.length === 0 ? {} : { servers }),
  };
  return context.bundle.sources.inherit(made, operation);
}

function isSame(left: JsonObject, right: JsonObject): boolean {
  return left.in === right.in && left.name === right.name;
}

function upgradeResponses(responses: JsonObject, operation: JsonObject, context: SwaggerContext): JsonObject {
  const own = isList(operation.produces);
  const produces = own ? stringsOf(operation.produces) : context.produces;
  const upgrade = (value: JsonValue, status: string): JsonValue | undefined => {
    if (status.startsWith('x-')) return value;
    // A shared response was upgraded with the media types of the document, which these may differ from.
    if (!own && isObject(value) && value.$ref !== undefined) return value;
    const response = dereference(value, context);
    return response === undefined ? undefined : upgradeResponse(response, produces, context);
  };
  return mapValues(responses, upgrade, context);
}

function parametersOf(owner: JsonObject, context: SwaggerContext): readonly JsonObject[] {
  const { parameters } = owner;
  if (!isList(parameters)) return [];
  return parameters.map((value) => dereference(value, context)).filter((value) => value !== undefined);
}

function plainParameters(owner: JsonObject, context: SwaggerContext): readonly JsonValue[] {
  const { parameters } = owner;
  if (!isList(parameters)) return [];
  const plain = parameters.flatMap((value): JsonObject[] => {
    const parameter = dereference(value, context);
    if (parameter === undefined || isBodyParameter(parameter)) return [];
    return isObject(value) && value.$ref !== undefined ? [value] : [upgradeParameter(parameter, context)];
  });
  return context.bundle.sources.inherit(plain, parameters);
}

export function isBodyParameter(parameter: JsonObject): boolean {
  return parameter.in === 'body' || parameter.in === 'formData';
}
