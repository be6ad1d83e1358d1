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

/** The engine stops at every contract of 3.2 whose device flow has scopes: its own type of them names one that is not there. */
function mendTypes(types: Types): Types {
  const { DeviceAuthorization: flow, ...others } = types;
  if (flow === undefined) return types;
  const scopes: NodeType['properties'][string] = { type: 'object', additionalProperties: { type: 'string' } };
  return { ...others, DeviceAuthorization: { ...flow, properties: { ...flow.properties, scopes } } };
}
