import { type ContradictionRule, contradictionRules } from './contradiction-rules.ts';
import type { JsonObject, JsonSchema, JsonValue } from './json.ts';
import { createMeanings } from './schema-meaning.ts';
import { schemaParts } from './value-types.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Why no value fits a schema. */
export interface Contradiction {
  /** What contradicts itself. */
  readonly schema: JsonObject;
  /** The keyword where that shows. */
  readonly keyword: string;
  readonly message: string;
}

/** Finds schemas that no value fits as far as that shows without trying: what is found is certain, what is not may be all the same. */
export interface Contradictions {
  /** Of a schema and what `allOf` and `$ref` add to it, where none of these has one by itself. */
  own(schema: JsonSchema): Contradiction | undefined;
  /** What keeps a schema from having a value: its own contradiction, or that of a part that has to be there. */
  behind(schema: JsonSchema): Contradiction | undefined;
}

export function createContradictions(schemas: Schemas): Contradictions {
  const context = { schemas, meanings: createMeanings(schemas) };
  const own = remembering((schema, look): Contradiction | undefined => {
    const parts = schemaParts(schema, schemas, ['allOf']);
    if (parts.some((part) => part !== schema && look(part) !== undefined)) return undefined;
    const found = firstOf(contradictionRules, (rule: ContradictionRule) => rule(parts, context));
    return found && { ...found, schema };
  });
  const behind = remembering((schema, look): Contradiction | undefined => {
    const parts = schemaParts(schema, schemas, ['allOf']);
    const unions = parts
      .flatMap(({ anyOf, oneOf }) => [anyOf, oneOf].map(schemasIn))
      .filter(({ length }) => length > 0);
    return (
      firstOf(parts, own) ??
      firstOf(parts.flatMap(neededParts), look) ??
      firstOf(unions, (branches) => ofEach(branches, look))
    );
  });
  return { own, behind };
}

type Look = (schema: JsonSchema) => Contradiction | undefined;

/** Schemas may contain themselves: what is being looked at further up says nothing new. */
function remembering(find: (schema: JsonObject, look: Look) => Contradiction | undefined): Look {
  const known = new Map<JsonObject, Contradiction | undefined>();
  const look: Look = (schema) => {
    if (typeof schema === 'boolean') return undefined;
    if (!known.has(schema)) {
      known.set(schema, undefined);
      known.set(schema, find(schema, look));
    }
    return known.get(schema);
  };
  return look;
}

/** Of a union only when no branch is left. */
function ofEach(branches: readonly JsonSchema[], look: Look): Contradiction | undefined {
  const found = branches.map(look);
  return found.every((each) => each !== undefined) ? found[0] : undefined;
}

/** Properties that are required, and items of lists that cannot be empty. */
function neededParts({ required, properties, items, minItems }: JsonObject): readonly JsonSchema[] {
  const names = Array.isArray(required) ? required : [];
  const declared = isObject(properties) ? properties : {};
  const members = names.map((name) => (Object.hasOwn(declared, name) ? declared[name] : undefined));
  const needsItem = typeof minItems === 'number' && minItems > 0;
  return [...members, needsItem ? items : undefined].filter(isSchema);
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function schemasIn(list: JsonValue | undefined): readonly JsonSchema[] {
  return Array.isArray(list) ? list.filter(isSchema) : [];
}

function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
