import { schemaKeywords } from '../parse/schema-keywords.ts';
import type { JsonObject, JsonSchema, JsonValue } from './json.ts';

/** Schemas of the same number take the same values; those of different ones may all the same. */
export interface SchemaMeanings {
  readonly of: (schema: JsonSchema) => number;
}

const prefix = '#/components/schemas/';
/** What says nothing of values. */
export const annotationKeywords: ReadonlySet<string> = new Set(
  'title description default example examples deprecated externalDocs xml $comment'.split(' '),
);

/** Annotations say nothing of values, and a reference means what it leads to. */
export function createMeanings(schemas: Readonly<Record<string, JsonSchema>>): SchemaMeanings {
  const numbers = new Map<string, number>();
  const known = new Map<JsonObject, number>();
  const open = new Set<string>();
  const numberOf = (text: string): number => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const of = (schema: JsonSchema): number => {
    if (typeof schema === 'boolean') return numberOf(String(schema));
    const found = known.get(schema) ?? describe(schema);
    known.set(schema, found);
    return found;
  };
  const describe = (schema: JsonObject): number => {
    const entries = Object.entries(schema).filter(([key]) => !annotationKeywords.has(key) && !key.startsWith('x-'));
    const [only] = entries;
    if (only !== undefined && entries.length === 1 && only[0] === '$ref') return target(only[1]);
    const said = entries.map(([key, value]) => `${JSON.stringify(key)}:${meaningOf(key, value)}`);
    return numberOf(said.sort().join());
  };
  const target = (reference: JsonValue): number => {
    const name = String(reference).startsWith(prefix) ? String(reference).slice(prefix.length) : '';
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    // A schema that contains itself is told by its name.
    if (schema === undefined || open.has(name)) return numberOf(`$ref ${JSON.stringify(reference)}`);
    open.add(name);
    const found = of(schema);
    open.delete(name);
    return found;
  };
  const meaningOf = (key: string, value: JsonValue): string => {
    if (key === '$ref') return String(target(value));
    const rule = schemaKeywords.get(key);
    if (rule === 'schema' || rule === 'items') return isSchema(value) ? String(of(value)) : JSON.stringify(value);
    if (rule === 'schemas' && Array.isArray(value)) return `[${value.map((each) => of(each as JsonSchema)).join()}]`;
    if ((rule === 'schemaMap' || rule === 'patternMap') && isObject(value)) {
      return Object.entries(value)
        .map(([name, each]) => `${JSON.stringify(name)}=${isSchema(each) ? of(each) : 'none'}`)
        .sort()
        .join();
    }
    return JSON.stringify(value);
  };
  return { of };
}

function isSchema(value: JsonValue): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
