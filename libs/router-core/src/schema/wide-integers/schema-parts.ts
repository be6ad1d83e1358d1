import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import { forEachSubschema, knownKeywords } from '../known-keywords.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import { referencedSchema } from '../resolve-schema.ts';

type Contract = Pick<ContractSubset, 'schemas'>;
type SchemaMap = Readonly<Record<string, JsonSchema>>;

/** What `$ref` of a schema leads to. */
export function targetOf(schema: JsonObject, contract: Contract): JsonSchema | undefined {
  return typeof schema.$ref === 'string' ? referencedSchema(schema.$ref, contract) : undefined;
}

/** Everything that speaks about the same value, whatever it says about it. `asks`: keywords that only ask are read too. */
export function partsOf(start: JsonSchema, contract: Contract, { asks = true } = {}): readonly JsonObject[] {
  const seen = new Set<JsonSchema>([start]);
  for (const schema of seen) {
    if (typeof schema === 'boolean') continue;
    const target = targetOf(schema, contract);
    if (target !== undefined) seen.add(target);
    forEachSubschema(schema, (subschema, keyword) => {
      if (knownKeywords.get(keyword)?.inPlace && keyword !== 'not' && (asks || keyword !== 'if')) seen.add(subschema);
    });
  }
  return [...seen].filter((schema) => typeof schema === 'object');
}

type Compile<Compiled> = (schema: JsonSchema) => Compiled;

/**
 * What is compiled of all that `parts` say about the member of a name. It is kept by what speaks of the name, never by names that a
 * contract does not have: of those there is no end.
 */
export function createMember<Compiled>(
  parts: readonly JsonObject[],
  compile: Compile<Compiled>,
): (name: string) => Compiled {
  const known = new Map<string, Compiled>();
  const keep = (key: string, schemas: readonly JsonSchema[]): Compiled => {
    const made = known.get(key) ?? compile(joined(schemas));
    known.set(key, made);
    return made;
  };
  const named = Map.groupBy(
    parts.flatMap(({ properties }) => Object.entries((properties ?? {}) as SchemaMap)),
    ([name]) => name,
  );
  const patterns = parts.flatMap(({ patternProperties }) =>
    Object.entries((patternProperties ?? {}) as SchemaMap).map(([pattern, schema]) => ({
      pattern: compilePattern(pattern),
      schema,
    })),
  );
  const ofOthers = compile(
    joined(parts.flatMap((part) => schemasAt(part, ['additionalProperties', 'unevaluatedProperties']))),
  );
  return (name) => {
    const own = named.get(name);
    if (own === undefined && patterns.length === 0) return ofOthers;
    const found = own && known.get(`.${name}`);
    if (found !== undefined) return found;
    const fitting = patterns.map(({ pattern }) => pattern.test(name));
    const matched = patterns.flatMap(({ schema }, index) => (fitting[index] ? [schema] : []));
    if (own !== undefined) return keep(`.${name}`, [...own.map(([, schema]) => schema), ...matched]);
    return matched.length === 0 ? ofOthers : keep(`~${fitting.map(Number).join('')}`, matched);
  };
}

/** The same for the item at an index. `asks`: keywords that only ask are read too. */
export function createItem<Compiled>(
  parts: readonly JsonObject[],
  compile: Compile<Compiled>,
  { asks = true } = {},
): (index: number) => Compiled {
  const prefixes = parts.map(({ prefixItems }) => (prefixItems ?? []) as readonly JsonSchema[]);
  const keywords = ['items', 'unevaluatedItems', ...(asks ? ['contains'] : [])];
  const ofRest = compile(joined(parts.flatMap((part) => schemasAt(part, keywords))));
  const length = Math.max(0, ...prefixes.map((prefix) => prefix.length));
  const ofPrefix = Array.from({ length }, (_, index) =>
    compile(joined(prefixes.flatMap((prefix) => (index < prefix.length ? [prefix[index] ?? true] : [])))),
  );
  return (index) => ofPrefix[index] ?? ofRest;
}

function schemasAt(part: JsonObject, keywords: readonly string[]): readonly JsonSchema[] {
  return keywords.flatMap((keyword) => {
    const content = part[keyword];
    return typeof content === 'object' && content !== null ? [content as JsonObject] : [];
  });
}

function joined(schemas: readonly JsonSchema[]): JsonSchema {
  const [only = true] = schemas;
  return schemas.length > 1 ? { allOf: schemas } : only;
}
