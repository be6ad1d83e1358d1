import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import { forEachSubschema, knownKeywords } from '../known-keywords.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import { referencedSchema } from '../resolve-schema.ts';
import { exactInteger } from './exact-integer.ts';
import { isWide } from './uses-wide-integers.ts';

/** JSON whose integers are `bigint`s where a schema asks for it. */
export interface WideIntegers {
  /** @throws SyntaxError for what is no JSON */
  parse(text: string): unknown;
  /** The same for a value that the contract holds, such as a default. */
  convert(value: unknown): unknown;
}

type Contract = Pick<ContractSubset, 'schemas'>;
type Convert = (value: unknown) => unknown;

/** Undefined where nothing that a schema leads to asks for `bigint`s: the common case, which costs nothing. */
export function compileWideIntegers(schema: JsonSchema | undefined, contract: Contract): WideIntegers | undefined {
  if (schema === undefined || !leadsToWide(schema, contract)) return undefined;
  const convert = compileConvert(schema, { contract, known: new Map() });
  return {
    convert: (value) => convert(structuredClone(value)),
    parse: (text) => convert(JSON.parse(text, readNumber)),
  };
}

/** Numbers that would lose digits become `bigint`s; `convert` takes back those that nobody asked for. */
function readNumber(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return exactInteger(context?.source ?? '') ?? value;
}

function leadsToWide(start: JsonSchema, contract: Contract): boolean {
  const seen = new Set<JsonSchema>([start]);
  for (const schema of seen) {
    if (isWide(schema)) return true;
    if (typeof schema === 'boolean') continue;
    const target = targetOf(schema, contract);
    if (target !== undefined) seen.add(target);
    forEachSubschema(schema, (subschema) => void seen.add(subschema));
  }
  return false;
}

function targetOf(schema: JsonObject, contract: Contract): JsonSchema | undefined {
  return typeof schema.$ref === 'string' ? referencedSchema(schema.$ref, contract) : undefined;
}

interface Compilation {
  readonly contract: Contract;
  readonly known: Map<JsonSchema, Convert>;
}

/** Made when a value is first converted: schemas contain themselves. */
function compileConvert(schema: JsonSchema, compilation: Compilation): Convert {
  const known = compilation.known.get(schema);
  if (known !== undefined) return known;
  let made: Convert | undefined;
  const convert: Convert = (value) => {
    made ??= createConvert(partsOf(schema, compilation.contract), compilation);
    return made(value);
  };
  compilation.known.set(schema, convert);
  return convert;
}

/** Everything that speaks about the same value, whatever it says about it. */
function partsOf(start: JsonSchema, contract: Contract): readonly JsonObject[] {
  const seen = new Set<JsonSchema>([start]);
  for (const schema of seen) {
    if (typeof schema === 'boolean') continue;
    const target = targetOf(schema, contract);
    if (target !== undefined) seen.add(target);
    forEachSubschema(schema, (subschema, keyword) => {
      if (knownKeywords.get(keyword)?.inPlace && keyword !== 'not') seen.add(subschema);
    });
  }
  return [...seen].filter((schema) => typeof schema === 'object');
}

function createConvert(parts: readonly JsonObject[], compilation: Compilation): Convert {
  const wide = parts.some(isWide);
  const convertMember = createMember(parts, compilation);
  const convertItem = createItem(parts, compilation);
  return (value) => {
    if (typeof value === 'bigint') return wide ? value : Number(value);
    if (typeof value === 'number') return wide && Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item, index) => convertItem(index)(item));
    // What has just been parsed or copied is nobody else's.
    const members = value as Record<string, unknown>;
    for (const [name, member] of Object.entries(members)) {
      const converted = convertMember(name)(member);
      if (converted !== member) Object.defineProperty(members, name, { ...asOwn, value: converted });
    }
    return members;
  };
}

// A name `__proto__` stays a name.
const asOwn = { enumerable: true, configurable: true, writable: true } as const;

type SchemaMap = Readonly<Record<string, JsonSchema>>;

function createMember(parts: readonly JsonObject[], compilation: Compilation): (name: string) => Convert {
  const known = new Map<string, Convert>();
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
  const ofOthers = joined(others, compilation);
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const chosen = choose(name);
    if (chosen.length === 0) return ofOthers;
    const made = joined(chosen, compilation);
    known.set(name, made);
    return made;
  };
}

function createItem(parts: readonly JsonObject[], compilation: Compilation): (index: number) => Convert {
  const prefixes = parts.map(({ prefixItems }) => (prefixItems ?? []) as readonly JsonSchema[]);
  const rest = parts.flatMap((part) => schemasAt(part, ['items', 'unevaluatedItems', 'contains']));
  const ofRest = joined(rest, compilation);
  const length = Math.max(...prefixes.map((prefix) => prefix.length));
  const ofPrefix = Array.from({ length }, (_, index) =>
    joined(
      prefixes.flatMap((prefix) => (index < prefix.length ? [prefix[index] ?? true] : [])),
      compilation,
    ),
  );
  return (index) => ofPrefix[index] ?? ofRest;
}

function schemasAt(part: JsonObject, keywords: readonly string[]): readonly JsonSchema[] {
  return keywords.flatMap((keyword) => {
    const content = part[keyword];
    return typeof content === 'object' && content !== null ? [content as JsonObject] : [];
  });
}

function joined(schemas: readonly JsonSchema[], compilation: Compilation): Convert {
  const [only = true] = schemas;
  return compileConvert(schemas.length > 1 ? { allOf: schemas } : only, compilation);
}
