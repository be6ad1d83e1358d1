import type { JsonObject, JsonValue } from '../model/json.ts';
import { type BundledComponents, bundleLateSchemas } from '../parse/bundle-components.ts';
import type { BundledDocument } from '../parse/bundle-document.ts';
import { isObject } from '../parse/is-object.ts';
import { componentPart, pathPart } from '../parse/parts.ts';
import {
  dereference,
  keepFields,
  mapValues,
  type SwaggerContext,
  stringsOf,
  swaggerWithin,
} from './swagger-context.ts';
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
  const servers = serversOf(document, bundle.sources);
  const upgradedPaths = isObject(paths)
    ? { paths: mapValues(paths, (value, path) => upgradeReferable(value, document, inPath(path, context)), context) }
    : {};
  const upgraded = upgradeComponents(document, context);
  const made = {
    openapi: '3.1.0',
    ...keepFields(document, ['info', 'tags', 'externalDocs', 'security']),
    ...(servers.length === 0 ? {} : { servers }),
    ...upgradedPaths,
    ...(Object.keys(upgraded).length === 0 ? {} : { components: upgraded }),
  };
  return bundle.sources.inherit(made, document);
}

function inPath(path: string, context: SwaggerContext): SwaggerContext {
  return swaggerWithin(pathPart(path), context);
}

function upgradeReferable(pathItem: JsonValue, document: JsonObject, context: SwaggerContext): JsonValue {
  return isObject(pathItem) ? upgradePathItem(pathItem, document, context) : pathItem;
}

function upgradeComponents(document: JsonObject, context: SwaggerContext): JsonObject {
  const { parameters, responses, securitySchemes, headers, pathItems, ...others } = context.components;
  const each = (
    section: keyof BundledComponents,
    map: JsonObject | undefined,
    upgrade: (value: JsonObject, own: SwaggerContext) => JsonObject,
  ): JsonObject | undefined => {
    const one = (value: JsonValue, name: string): JsonValue | undefined => {
      if (isReference(value)) return value;
      return isObject(value) ? upgrade(value, swaggerWithin(componentPart(section, name), context)) : undefined;
    };
    return map === undefined ? undefined : mapValues(map, one, context);
  };
  const made: Partial<Record<keyof BundledComponents, JsonObject | undefined>> = {
    ...others,
    parameters: each('parameters', withoutBodies(parameters, context), upgradeParameter),
    responses: each('responses', responses, (response, own) => upgradeResponse(response, own.produces, own)),
    securitySchemes: each('securitySchemes', securitySchemes, upgradeSecurityScheme),
    headers: each('headers', headers, upgradeHeader),
    pathItems: each('pathItems', pathItems, (pathItem, own) => upgradePathItem(pathItem, document, own)),
  };
  const late = bundleLateSchemas(context.bundle);
  const schemas = Object.keys(late).length === 0 ? others.schemas : { ...others.schemas, ...late };
  const sections = Object.entries({ ...made, schemas }).flatMap(([section, map]): [string, JsonObject][] =>
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
