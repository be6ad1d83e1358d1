import type { JsonObject, JsonSchema } from '@brrt/service-model';

/** Names and patterns of properties. */
export interface DeclaredNames {
  readonly names: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
}

type Look = (id: string) => JsonSchema;

/**
 * The properties that a schema and those it always applies evaluate, `unevaluatedProperties` itself left aside.
 * Undefined: it depends on the value.
 */
export function declaredNames(schema: JsonObject, look: Look): DeclaredNames | 'all' | undefined {
  const names = new Set<string>();
  const patterns = new Set<string>();
  let isAll = false;
  const collect = (part: JsonObject, isRoot: boolean): void => {
    for (const name of Object.keys(part.properties ?? {})) names.add(name);
    for (const pattern of Object.keys(part.patternProperties ?? {})) patterns.add(pattern);
    if (part.additionalProperties !== undefined) isAll = true;
    if (!isRoot && part.unevaluatedProperties !== undefined) isAll = true;
  };
  const speaks = (part: JsonObject): boolean => nameKeywords.some((keyword) => part[keyword] !== undefined);
  if (!collectAlways(schema, { look, collect, speaks })) return undefined;
  return isAll ? 'all' : { names, patterns };
}

const nameKeywords = ['properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties'] as const;
const itemKeywords = ['prefixItems', 'items', 'contains', 'unevaluatedItems'] as const;

/** The same for items: how many from the start. */
export function declaredItems(schema: JsonObject, look: Look): number | 'all' | undefined {
  let count = 0;
  let isAll = false;
  let depends = false;
  const collect = (part: JsonObject, isRoot: boolean): void => {
    if (Array.isArray(part.prefixItems)) count = Math.max(count, part.prefixItems.length);
    if (part.items !== undefined || (!isRoot && part.unevaluatedItems !== undefined)) isAll = true;
    if (part.contains !== undefined) depends = true;
  };
  const speaks = (part: JsonObject): boolean => itemKeywords.some((keyword) => part[keyword] !== undefined);
  if (!collectAlways(schema, { look, collect, speaks })) return undefined;
  if (isAll) return 'all';
  return depends ? undefined : count;
}

interface Collection {
  readonly look: Look;
  readonly collect: (part: JsonObject, isRoot: boolean) => void;
  readonly speaks: (part: JsonObject) => boolean;
}

/** Collects from all that applies to the same value whatever it is. False: something that speaks applies to some values only. */
function collectAlways(root: JsonObject, { look, collect, speaks }: Collection): boolean {
  const seen = new Set<JsonObject>();
  const always: JsonObject[] = [];
  const sometimes: JsonObject[] = [];
  const visit = (schema: JsonSchema | undefined, list: JsonObject[]): void => {
    if (typeof schema !== 'object' || seen.has(schema)) return;
    seen.add(schema);
    list.push(schema);
    if (typeof schema.$ref === 'string') visit(look(schema.$ref), list);
    // Keywords of another shape have been left out.
    for (const member of (schema.allOf ?? []) as readonly JsonSchema[]) visit(member, list);
    for (const branch of branchesOf(schema)) visit(branch, sometimes);
  };
  visit(root, always);
  for (const schema of always) collect(schema, schema === root);
  return !sometimes.some(speaks);
}

function branchesOf(schema: JsonObject): readonly JsonSchema[] {
  const { anyOf = [], oneOf = [], if: condition, then, else: otherwise, dependentSchemas = {} } = schema;
  // Keywords of another shape have been left out.
  const lists = [anyOf, oneOf, Object.values(dependentSchemas as JsonObject)] as readonly (readonly JsonSchema[])[];
  const singles = [condition, then, otherwise] as readonly (JsonSchema | undefined)[];
  return [...lists.flat(), ...singles.filter((schema) => schema !== undefined)];
}
