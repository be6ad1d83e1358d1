import type { JsonObject, JsonValue } from '../model/json.ts';
import type { BundledComponents } from '../parse/bundle-components.ts';
import type { BundledDocument } from '../parse/bundle-document.ts';
import { isObject } from '../parse/is-object.ts';
import { dereference, keepFields, mapValues, type SwaggerContext, stringsOf } from './swagger-context.ts';
import { isBodyParameter, upgradePathItem } from './upgrade-swagger-operation.ts';
import { upgradeHeader, upgradeParameter } from './upgrade-swagger-parameter.ts';
import { upgradeResponse } from './upgrade-swagger-response.ts';
import { upgradeSecurityScheme } from './upgrade-swagger-security.ts';
import { serversOf } from './upgrade-swagger-servers.ts';

/** A bundled Swagger 2.0 document in the shape of OpenAPI 3.1. Its schemas were upgraded when they were bundled. */
export function upgradeSwagger({ document, components, context: bundle }: BundledDocument): JsonObject {
  const context: SwaggerContext = {
    bundle,
    components,
    consumes: stringsOf(document.consumes),
    produces: stringsOf(document.produces),
  };
  const { paths } = document;
  const servers = serversOf(document);
  const upgraded = upgradeComponents(document, context);
  const made = {
    openapi: '3.1.0',
    ...keepFields(document, ['info', 'tags', 'externalDocs', 'security']),
    ...(servers.length === 0 ? {} : { servers }),
    ...(isObject(paths)
      ? { paths: mapValues(paths, (pathItem) => upgradeReferable(pathItem, document, context), context) }
      : {}),
    ...(Object.keys(upgraded).length === 0 ? {} : { components: upgraded }),
  };
  return bundle.sources.inherit(made, document);
}

function upgradeReferable(pathItem: JsonValue, document: JsonObject, context: SwaggerContext): JsonValue {
  return isObject(pathItem) ? upgradePathItem(pathItem, document, context) : pathItem;
}

function upgradeComponents(document: JsonObject, context: SwaggerContext): JsonObject {
  const { parameters, responses, securitySchemes, headers, pathItems, ...others } = context.components;
  const each = (
    map: JsonObject | undefined,
    upgrade: (value: JsonObject) => JsonObject | undefined,
  ): JsonObject | undefined =>
    map === undefined
      ? undefined
      : mapValues(map, (value) => (isReference(value) ? value : isObject(value) ? upgrade(value) : undefined), context);
  const made: Partial<Record<keyof BundledComponents, JsonObject | undefined>> = {
    ...others,
    parameters: each(withoutBodies(parameters, context), (parameter) => upgradeParameter(parameter, context)),
    responses: each(responses, (response) => upgradeResponse(response, context.produces, context)),
    securitySchemes: each(securitySchemes, (scheme) => upgradeSecurityScheme(scheme, context)),
    headers: each(headers, (header) => upgradeHeader(header, context)),
    pathItems: each(pathItems, (pathItem) => upgradePathItem(pathItem, document, context)),
  };
  const sections = Object.entries(made).flatMap(([section, map]): [string, JsonObject][] =>
    map === undefined || Object.keys(map).length === 0 ? [] : [[section, map]],
  );
  return Object.fromEntries(sections);
}

function isReference(value: JsonValue): boolean {
  return isObject(value) && typeof value.$ref === 'string';
}

// Shared body parameters have become part of the operations that use them.
function withoutBodies(parameters: JsonObject | undefined, context: SwaggerContext): JsonObject | undefined {
  if (parameters === undefined) return undefined;
  const plain = (value: JsonValue): JsonValue | undefined => {
    const parameter = dereference(value, context);
    return parameter === undefined || isBodyParameter(parameter) ? undefined : value;
  };
  return mapValues(parameters, plain, context);
}
