import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { generateFromPattern } from './generate-pattern.ts';
import { type Generation, isGenerous } from './generation.ts';
import { hiddenKeyword, isMarked, schemaFits } from './schema-fits.ts';
import { isObject, namedSchemasOf, namesOf, numberOf, schemaOf } from './schema-keywords.ts';
import { stringFits } from './string-fits.ts';

interface ObjectPlan {
  readonly schema: JsonObject;
  readonly generation: Generation;
  readonly depth: number;
  readonly properties: ReadonlyMap<string, JsonSchema>;
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
    members: new Map(),
  };
  for (const name of namesOf(schema, 'required')) if (!addRequired(plan, name)) return undefined;
  addOptional(plan);
  if (!addDependents(plan) || !fillUp(plan)) return undefined;
  return inOrder(plan);
}

/** True also for what has no place in this direction. */
function addRequired(plan: ObjectPlan, name: string): boolean {
  if (plan.members.has(name) || isHidden(plan, name)) return true;
  return add(plan, name, memberSchema(plan, name));
}

function add({ generation, depth, members }: ObjectPlan, name: string, schema: JsonSchema): boolean {
  const value = generation.generate(schema, generation, depth + 1);
  if (value !== undefined) members.set(name, value);
  return value !== undefined;
}

function isHidden({ properties, generation }: ObjectPlan, name: string): boolean {
  const schema = properties.get(name);
  const keyword = hiddenKeyword(generation.direction);
  return isMarked(schema, keyword) || isMarked(resolveSchema(schema, generation.contract), keyword);
}

function memberSchema({ schema, properties }: ObjectPlan, name: string): JsonSchema {
  const declared = properties.get(name);
  if (declared !== undefined) return declared;
  for (const [pattern, part] of namedSchemasOf(schema, 'patternProperties')) {
    if (stringFits({ pattern }, name)) return part;
  }
  return schemaOf(schema, 'additionalProperties') ?? true;
}

function addOptional(plan: ObjectPlan): void {
  const { schema, generation, depth, properties, members } = plan;
  const maximum = numberOf(schema, 'maxProperties') ?? Number.POSITIVE_INFINITY;
  for (const [name, part] of properties) {
    if (members.size >= maximum || !isGenerous(generation, depth)) return;
    if (members.has(name) || part === false || isHidden(plan, name) || isDeprecated(part)) continue;
    add(plan, name, part);
  }
  const isMap = properties.size === 0 && isObject(schema.additionalProperties);
  if (isMap && members.size < maximum && isGenerous(generation, depth)) addFreely(plan);
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
    if (!plan.members.has(name) && part !== false && !isHidden(plan, name)) add(plan, name, part);
  }
  for (let attempt = 0; plan.members.size < minimum && attempt < minimum * 4; attempt += 1) addFreely(plan);
  return plan.members.size >= minimum;
}

/** A member under a name of our choice, where the schema leaves names open. */
function addFreely(plan: ObjectPlan): void {
  const { schema, generation, members } = plan;
  const [pattern] = namedSchemasOf(schema, 'patternProperties').keys();
  const nameSchema = schemaOf(schema, 'propertyNames');
  const made =
    nameSchema === undefined
      ? nameFor(pattern, members.size, generation)
      : generation.generate(
          { allOf: [nameSchema, { type: 'string' }] },
          { ...generation, keepsOrder: false },
          plan.depth,
        );
  if (typeof made !== 'string' || members.has(made)) return;
  const part = memberSchema(plan, made);
  if (part !== false) add(plan, made, part);
}

function nameFor(pattern: string | undefined, index: number, generation: Generation): string {
  return pattern === undefined ? `key${index + 1}` : generateFromPattern(pattern, generation.random, 3);
}

/** In the order of the contract, as a reader expects. */
function inOrder({ schema, properties, members, generation }: ObjectPlan): Record<string, unknown> | undefined {
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
