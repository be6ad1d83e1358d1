import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import { forEachSubschema } from '../known-keywords.ts';
import { exactInteger } from './exact-integer.ts';
import { createItem, createMember, partsOf, targetOf } from './schema-parts.ts';
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

function createConvert(parts: readonly JsonObject[], compilation: Compilation): Convert {
  const wide = parts.some(isWide);
  const compile = (each: JsonSchema): Convert => compileConvert(each, compilation);
  const convertMember = createMember(parts, compile);
  const convertItem = createItem(parts, compile);
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
