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

/** What is compiled of all that `parts` say about the member of a name. */
export function createMember<Compiled>(
  parts: readonly JsonObject[],
  compile: Compile<Compiled>,
): (name: string) => Compiled {
  const known = new Map<string, Compiled>();
  const patterns = parts.flatMap(({ patternProperties }) =>
    Object.entries((patternProperties ?? {}) as SchemaMap).map(([pattern, schema]) => ({
      pattern: compilePattern(pattern),
      schema,
    })),
  );
  const choose = (name: string): readonly JsonSchema[] => [
    ...parts.flatMap(({ properties }) => {
      const map = (properties ?? {}) as SchemaMap;
      return Object.hasOwn(map, name) ? [map[name] ?? true] : [];
    }),
    ...patterns.filter(({ pattern }) => pattern.test(name)).map(({ schema }) => schema),
  ];
  const others = parts.flatMap((part) => schemasAt(part, ['additionalProperties', 'unevaluatedProperties']));
  const ofOthers = compile(joined(others));
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const chosen = choose(name);
    if (chosen.length === 0) return ofOthers;
    const made = compile(joined(chosen));
    known.set(name, made);
    return made;
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
