import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { schemaParts } from '@brrt/service-model/value-types';
import { explainValue } from '../schema/explain/explain-value.ts';
import { exactDefault } from '../schema/keywords/exact-numbers.ts';
import { createSchemaGraph } from '../schema/schema-graph.ts';
import { compileWideIntegers } from '../schema/wide-integers/compile-wide-integers.ts';

/** Fills in what a decoded value leaves out; the value is changed. */
export type FillDefaults = (value: unknown) => void;

type Schemas = ContractSubset['schemas'];

/**
 * The `default`s of properties that a request leaves out (JSON Schema 2020-12 Validation §9.2), nested ones and those of items
 * too, behind references and in `allOf`. Not those under `anyOf`, `oneOf` or `if`: which of them hold is not known before. A
 * property that is `readOnly` has no business in a request, nor has a default that breaks its own schema. Undefined: there are
 * none, and nothing is to be done.
 */
export function compileDefaults(schema: JsonSchema | undefined, schemas: Schemas): FillDefaults | undefined {
  const plan = schema === undefined ? undefined : createPlanner(schemas)(schema);
  return plan !== undefined && hasDefaults(plan, new Set()) ? (value) => fill(value, plan) : undefined;
}

interface Plan {
  /** What a property is when it is not there. */
  readonly defaults: Map<string, unknown>;
  readonly properties: Map<string, Plan>;
  items: Plan | undefined;
}

function createPlanner(schemas: Schemas): (schema: JsonSchema) => Plan {
  const isValid = createDefaultCheck(schemas);
  // Schemas may contain themselves: a plan is there before it is complete.
  const known = new Map<JsonSchema, Plan>();
  const planOf = (schema: JsonSchema): Plan => {
    const found = known.get(schema);
    if (found !== undefined) return found;
    const plan: Plan = { defaults: new Map(), properties: new Map(), items: undefined };
    known.set(schema, plan);
    const parts = typeof schema === 'boolean' ? [] : schemaParts(schema, schemas, ['allOf']);
    for (const name of new Set(parts.flatMap(({ properties }) => Object.keys(asMap(properties))))) {
      const declared = parts
        .map(({ properties }) => asSchema(asMap(properties)[name]))
        .filter((property) => property !== undefined);
      const inners = declared.map((property) => schemaParts(property, schemas, ['allOf']));
      // Said in one place, it holds for all.
      const isReadOnly = inners.flat().some(({ readOnly }) => readOnly === true);
      for (const [index, property] of declared.entries()) {
        const written = inners[index]?.map(exactDefault).find((value) => value !== undefined);
        const wide = written === undefined ? undefined : compileWideIntegers(property, { schemas });
        const shown = wide === undefined ? written : wide.convert(written);
        if (shown !== undefined && !isReadOnly && !plan.defaults.has(name) && isValid(property, shown))
          plan.defaults.set(name, shown);
        if (!plan.properties.has(name)) plan.properties.set(name, planOf(property));
      }
    }
    const items = parts.map((part) => asSchema(part.items)).find((part) => part !== undefined);
    plan.items = items === undefined ? undefined : planOf(items);
    return plan;
  };
  return planOf;
}

/** A default that breaks its own schema would make a mistake of the contract one of every client. */
function createDefaultCheck(schemas: Schemas): (schema: JsonSchema, value: unknown) => boolean {
  const graph = createSchemaGraph({ schemas, operations: [], securitySchemes: {} });
  return (schema, value) => {
    const id = graph.register({ key: '', schema, direction: 'request' });
    return explainValue({ id, schema: graph.schema }, value, 1).length === 0;
  };
}

function hasDefaults(plan: Plan, seen: Set<Plan>): boolean {
  if (seen.has(plan)) return false;
  seen.add(plan);
  if (plan.defaults.size > 0) return true;
  const inner = [...plan.properties.values(), ...(plan.items === undefined ? [] : [plan.items])];
  return inner.some((each) => hasDefaults(each, seen));
}

function fill(value: unknown, plan: Plan): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (plan.items !== undefined) for (const item of value) fill(item, plan.items);
    return;
  }
  const object = value as Record<string, unknown>; // neither null nor an array
  for (const [name, inner] of plan.properties) if (Object.hasOwn(object, name)) fill(object[name], inner);
  for (const [name, shown] of plan.defaults) {
    if (Object.hasOwn(object, name)) continue;
    // An own property, whatever its name; each request has a value of its own.
    const own = typeof shown === 'object' ? structuredClone(shown) : shown;
    Object.defineProperty(object, name, { value: own, enumerable: true, writable: true, configurable: true });
  }
}

function asMap(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function asSchema(value: JsonValue | undefined): JsonSchema | undefined {
  if (typeof value === 'boolean') return value;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
