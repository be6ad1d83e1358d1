import type { NodeType, Oas2Rule, Plugin } from '@redocly/openapi-core';
import { moneyIsDecimal } from './rules/money-is-decimal.ts';
import { operationIdCasing } from './rules/operation-id-casing.ts';
import { propertyHasType } from './rules/property-has-type.ts';
import { queryEnumMatchesItems } from './rules/query-enum-matches-items.ts';

const rules = {
  'brrt/operation-id-casing': operationIdCasing,
  'brrt/query-enum-matches-items': queryEnumMatchesItems,
  'brrt/property-has-type': propertyHasType,
  'brrt/money-is-decimal': moneyIsDecimal,
};

/** Our rules for Redocly's engine, by the names that `redocly.yaml` uses. Swagger 2.0 has the same objects under other names. */
export const brrtPlugin: Plugin = {
  id: 'brrt',
  // The cast: what the rules look at is the same in both.
  rules: { oas3: rules, oas2: rules as Readonly<Record<string, unknown>> as Readonly<Record<string, Oas2Rule>> },
  typeExtension: { oas3: mendTypes },
};

type Types = Record<string, NodeType>;

/** `x-websocket`: schemas like any other. */
const webSocket: NodeType = { properties: { receive: 'Schema', send: 'Schema' } };

/**
 * Two types of OpenAPI 3.2 that the engine has wrong, and stops at: scopes of a device flow name a type that is not there,
 * and each of `components.mediaTypes` is taken for a whole map of media types. And one that it does not know.
 */
function mendTypes(types: Types): Types {
  const { DeviceAuthorization: flow, NamedMediaTypes: named, Operation: operation } = types;
  const scopes: NodeType['properties'][string] = { type: 'object', additionalProperties: { type: 'string' } };
  return {
    ...types,
    ...(operation && {
      WebSocket: webSocket,
      Operation: { ...operation, properties: { ...operation.properties, 'x-websocket': 'WebSocket' } },
    }),
    ...(flow && { DeviceAuthorization: { ...flow, properties: { ...flow.properties, scopes } } }),
    ...(named && { NamedMediaTypes: { ...named, additionalProperties: () => 'MediaType' } }),
  };
}
