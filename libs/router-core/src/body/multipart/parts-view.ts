import type { ContractSubset, Encoding, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { referencedSchema, resolveSchema } from '../../schema/resolve-schema.ts';
import { multipartPlan, type PartsDescription } from './multipart-plan.ts';
import { itemSchema, nestedType, type PartRule, partRule } from './part-rule.ts';

/** What stands in the place of a schema that JSON Schema cannot hold against a part. */
export interface PartsViewOptions {
  readonly contract: Pick<ContractSubset, 'schemas'>;
  /** For parts that are handed over as files: their octets are no JSON. */
  readonly file: JsonSchema;
  /** What may stand in the place of a part whose header the contract describes. */
  readonly withHeaders?: JsonSchema;
}

/** The schemas of a multipart body as they speak about its value: with files in the place of octets. */
export interface PartsView {
  readonly schema: JsonSchema | undefined;
  readonly itemSchema: JsonSchema | undefined;
}

export function partsView(parts: PartsDescription, options: PartsViewOptions): PartsView {
  const { schema, itemSchema: items, prefixEncoding, itemEncoding } = parts;
  const plan = multipartPlan(parts, options.contract);
  if (plan === 'octets') return { schema, itemSchema: items };
  return {
    schema: schema === undefined ? undefined : viewWhole(schema, parts, options),
    // Where positions differ, the item schema has to take each of them anyway.
    itemSchema: items === undefined ? undefined : viewPart(items, itemEncoding ?? prefixEncoding?.[0], options),
  };
}

function viewWhole(schema: JsonSchema, parts: PartsDescription, options: PartsViewOptions): JsonSchema {
  const isNamed = multipartPlan(parts, options.contract) === 'named';
  const view = isNamed
    ? (own: JsonObject) => viewMembers(own, parts, options)
    : (own: JsonObject) => viewElements(own, parts, options);
  return rewrite(schema, { view, options, seen: new Set() });
}

interface Rewriting {
  readonly view: (own: JsonObject) => JsonObject;
  readonly options: PartsViewOptions;
  /** What is being looked through further up; a schema may contain itself. */
  readonly seen: ReadonlySet<JsonSchema>;
}

/** The schema and what it is composed of; a reference stays where nothing behind it changes. */
function rewrite(schema: JsonSchema, rewriting: Rewriting): JsonSchema {
  if (typeof schema === 'boolean' || rewriting.seen.has(schema)) return schema;
  const within = { ...rewriting, seen: new Set([...rewriting.seen, schema]) };
  const result: Record<string, JsonValue> = { ...rewriting.view(schema) };
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const parts = schema[keyword];
    if (Array.isArray(parts)) result[keyword] = parts.map((part) => (isSchema(part) ? rewrite(part, within) : part));
  }
  const target =
    typeof schema.$ref === 'string' ? referencedSchema(schema.$ref, rewriting.options.contract) : undefined;
  if (target === undefined) return result;
  const rewritten = rewrite(target, within);
  if (JSON.stringify(rewritten) === JSON.stringify(target)) return result;
  const { $ref: _, ...rest } = result;
  return { ...rest, allOf: [rewritten, ...(Array.isArray(rest.allOf) ? rest.allOf : [])] };
}

function viewMembers(own: JsonObject, { encoding = {} }: PartsDescription, options: PartsViewOptions): JsonObject {
  const encodingOf = (name: string): Encoding | undefined =>
    Object.hasOwn(encoding, name) ? encoding[name] : undefined;
  const result: Record<string, JsonValue> = { ...own };
  if (isMap(own.properties)) {
    result.properties = Object.fromEntries(
      Object.entries(own.properties).map(([name, property]) => [name, viewMember(property, encodingOf(name), options)]),
    );
  }
  if (isMap(own.additionalProperties)) {
    result.additionalProperties = viewMember(own.additionalProperties, undefined, options);
  }
  return result;
}

/** Elements of an array are parts of their own; the rest of what is said of the array stays. */
function viewMember(property: JsonValue, encoding: Encoding | undefined, options: PartsViewOptions): JsonValue {
  if (!isSchema(property)) return property;
  const { contract } = options;
  const items = itemSchema(property, contract);
  const resolved = resolveSchema(property, contract);
  const union = items !== true && resolved.items === undefined ? unionOf(resolved) : undefined;
  if (union !== undefined) {
    // One, or a list of them.
    const branches = union.branches.map((branch) => viewMember(branch, encoding, options));
    return { ...resolved, [union.keyword]: branches };
  }
  const isList = items !== true && resolved.items !== undefined;
  if (!isList) return viewPart(property, encoding, options);
  const view = viewPart(items, encoding, options);
  return view === items ? property : { ...resolved, items: view };
}

interface Union {
  readonly keyword: 'anyOf' | 'oneOf';
  readonly branches: readonly JsonValue[];
}

function unionOf(schema: JsonObject): Union | undefined {
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = schema[keyword];
    if (Array.isArray(branches)) return { keyword, branches };
  }
  return undefined;
}

function viewElements(own: JsonObject, parts: PartsDescription, options: PartsViewOptions): JsonObject {
  const { prefixEncoding = [], itemEncoding } = parts;
  const result: Record<string, JsonValue> = { ...own };
  if (Array.isArray(own.prefixItems)) {
    result.prefixItems = own.prefixItems.map((item, index) =>
      isSchema(item) ? viewPart(item, prefixEncoding[index] ?? itemEncoding, options) : item,
    );
  }
  if (isSchema(own.items)) result.items = viewPart(own.items, itemEncoding, options);
  return result;
}

function viewPart(schema: JsonSchema, encoding: Encoding | undefined, options: PartsViewOptions): JsonSchema {
  const view = viewContent(schema, encoding, options);
  const hasHeaders = encoding !== undefined && encoding.headers.length > 0;
  return hasHeaders && options.withHeaders !== undefined ? { anyOf: [view, options.withHeaders] } : view;
}

function viewContent(schema: JsonSchema, encoding: Encoding | undefined, options: PartsViewOptions): JsonSchema {
  const rule = partRule(schema, encoding, options.contract);
  switch (rule.kind) {
    case 'binary':
      return options.file;
    case 'multipart':
      return viewWhole(schema, { mediaType: nestedType(rule), schema, ...encoding }, options);
    case 'text':
      // What another format means is not decoded: it stays text (XML, CSV).
      return rule.types.length > 0 && !takesText(rule) ? { type: 'string' } : schema;
    default:
      return schema;
  }
}

function takesText({ written }: PartRule): boolean {
  return written === 'primitive';
}

function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isMap(value);
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
