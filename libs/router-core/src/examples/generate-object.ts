import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { freeNames } from './free-names.ts';
import { type Generation, isGenerous } from './generation.ts';
import { hiddenKeyword, isMarked, schemaFits } from './schema-fits.ts';
import { isObject, namedSchemasOf, namesOf, numberOf, schemaOf } from './schema-keywords.ts';
import { matches } from './string-rule.ts';

interface ObjectPlan {
  readonly schema: JsonObject;
  readonly generation: Generation;
  readonly depth: number;
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly patterns: ReadonlyMap<string, JsonSchema>;
  /** For names that nothing else speaks about. */
  readonly rest: JsonSchema;
  readonly members: Map<string, unknown>;
}

/** An object: what is required, then what is optional while there is room; undefined when there is none. */
export function generateObject(
  schema: JsonObject,
  generation: Generation,
  depth: number,
): Record<string, unknown> | undefined {
  const plan: ObjectPlan = {
    schema,
    generation,
    depth,
    properties: namedSchemasOf(schema, 'properties'),
    patterns: namedSchemasOf(schema, 'patternProperties'),
    // What an in-place schema would have evaluated is merged into this one by now.
    rest: schemaOf(schema, 'additionalProperties') ?? schemaOf(schema, 'unevaluatedProperties') ?? true,
    members: new Map(),
  };
  const required = namesOf(schema, 'required');
  if (required.length > (numberOf(schema, 'maxProperties') ?? Number.POSITIVE_INFINITY)) return undefined;
  for (const name of required) if (!addRequired(plan, name)) return undefined;
  addOptional(plan);
  if (!addDependents(plan) || !fillUp(plan) || !addDependents(plan)) return undefined;
  return inOrder(plan);
}

/** True also for what has no place in this direction. */
function addRequired(plan: ObjectPlan, name: string): boolean {
  return plan.members.has(name) || isHidden(plan, name) || add(plan, name);
}

function add(plan: ObjectPlan, name: string): boolean {
  const { generation, depth, members } = plan;
  const schema = memberSchema(plan, name);
  const value = schema === false ? undefined : generation.generate(schema, generation, depth + 1);
  if (value !== undefined) members.set(name, value);
  return value !== undefined;
}

function isHidden({ properties, generation }: ObjectPlan, name: string): boolean {
  const schema = properties.get(name);
  const keyword = hiddenKeyword(generation.direction);
  return isMarked(schema, keyword) || isMarked(resolveSchema(schema, generation.contract), keyword);
}

function memberSchema({ properties, patterns, rest }: ObjectPlan, name: string): JsonSchema {
  const declared = properties.get(name);
  const parts = declared === undefined ? [] : [declared];
  for (const [pattern, part] of patterns) if (matches(pattern, name)) parts.push(part);
  const [first = rest, ...others] = parts;
  return others.length === 0 ? first : { allOf: parts };
}

function isNameRefused({ schema, generation }: ObjectPlan, name: string): boolean {
  const rule = schemaOf(schema, 'propertyNames');
  return rule !== undefined && !schemaFits(rule, name, generation);
}

function addOptional(plan: ObjectPlan): void {
  const { schema, generation, depth, properties, members } = plan;
  const maximum = numberOf(schema, 'maxProperties') ?? Number.POSITIVE_INFINITY;
  const dependent = namedSchemasOf(schema, 'dependentSchemas');
  for (const [name, part] of properties) {
    if (members.size >= maximum || !isGenerous(generation, depth)) return;
    if (members.has(name) || part === false || dependent.has(name) || isDeprecated(part)) continue;
    if (!isHidden(plan, name) && !isNameRefused(plan, name)) add(plan, name);
  }
  const isMap = properties.size === 0 && isObject(plan.rest);
  if (isMap && members.size < maximum && isGenerous(generation, depth)) addFreely(plan, 1);
}

function isDeprecated(schema: JsonSchema): boolean {
  return typeof schema === 'object' && schema.deprecated === true;
}

function addDependents(plan: ObjectPlan): boolean {
  const { schema, members } = plan;
  const dependent = isObject(schema.dependentRequired) ? schema.dependentRequired : {};
  // A map visits what is added on the way, so chains are followed.
  for (const name of members.keys()) {
    if (!Object.hasOwn(dependent, name)) continue;
    for (const other of namesOf(dependent, name)) if (!addRequired(plan, other)) return false;
  }
  return true;
}

function fillUp(plan: ObjectPlan): boolean {
  const minimum = numberOf(plan.schema, 'minProperties') ?? 0;
  for (const [name, part] of plan.properties) {
    if (plan.members.size >= minimum) return true;
    if (plan.members.has(name) || part === false || isHidden(plan, name) || isNameRefused(plan, name)) continue;
    add(plan, name);
  }
  addFreely(plan, minimum);
  return plan.members.size >= minimum;
}

/** Members under names of our choice, where the schema leaves names open, until there are so many. */
function addFreely(plan: ObjectPlan, minimum: number): void {
  const { schema, generation, depth, members } = plan;
  if (members.size >= minimum) return;
  const bringsOthers = new Set(['dependentRequired', 'dependentSchemas'].flatMap((keyword) => keysOf(schema[keyword])));
  const reserve: string[] = [];
  for (const name of freeNames(schema, generation, depth)) {
    if (members.size >= minimum) return;
    if (members.has(name) || plan.properties.has(name) || isNameRefused(plan, name)) continue;
    if (bringsOthers.has(name)) reserve.push(name);
    else add(plan, name);
  }
  for (const name of reserve) if (members.size < minimum && !members.has(name)) add(plan, name);
}

function keysOf(value: JsonValue | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** In the order of the contract, as a reader expects. */
function inOrder({ schema, properties, members, generation }: ObjectPlan): Record<string, unknown> {
  const names = [...properties.keys()].filter((name) => members.has(name));
  const others = [...members.keys()].filter((name) => !properties.has(name));
  // Object.fromEntries defines members: `__proto__` is one like any other.
  const value: Record<string, unknown> = Object.fromEntries(
    [...names, ...others].map((name) => [name, members.get(name)]),
  );
  for (const [name, part] of namedSchemasOf(schema, 'dependentSchemas')) {
    if (Object.hasOwn(value, name) && !schemaFits(part, value, generation)) delete value[name];
  }
  return value;
}
