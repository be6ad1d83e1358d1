import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { escapePointerToken } from '../json-pointer.ts';
import { losesDigits } from './loses-digits.ts';
import { createItem, createMember, partsOf, targetOf } from './schema-parts.ts';
import { isWide } from './uses-wide-integers.ts';

/** Finds integers of JSON that would be others as numbers. */
export interface ExactIntegers {
  /**
   * Pointers (RFC 6901) of the integers that a number does not hold where the schema asks for integers; at most `limit`. Where it
   * asks for any number, or for nothing, a number is what comes nearest (RFC 8259 §6).
   * @throws SyntaxError for what is no JSON
   */
  find(text: string, limit: number): readonly string[];
}

/** Of what a violation speaks at such a place. */
export const inexactInteger = {
  keyword: 'type',
  detail:
    'must be integer; as a number this one would lose digits ("format: int64" with "x-brrt-int64: bigint" in the contract keeps them)',
} as const;

type Contract = Pick<ContractSubset, 'schemas'>;

/** Costs nothing before the first text. Undefined where no schema says anything. */
export function compileExactIntegers(schema: JsonSchema | undefined, contract: Contract): ExactIntegers | undefined {
  if (schema === undefined || typeof schema === 'boolean') return undefined;
  const places: Places = { contract, known: new Map() };
  return {
    find(text, limit) {
      const found: string[] = [];
      visit(JSON.parse(text, keepInexact), { place: placeOf(schema, places), pointer: '' }, { found, limit });
      return found;
    },
  };
}

/** Whether a value of `JSON.parse` has integers beyond 2^53 at all: without one, no text has to be looked at again. */
export function holdsUnsafeIntegers(value: unknown): boolean {
  if (typeof value === 'number') return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (holdsUnsafeIntegers(item)) return true;
    return false;
  }
  // JSON.parse makes objects with own enumerable members only.
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) if (holdsUnsafeIntegers(members[name])) return true;
  return false;
}

function keepInexact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return losesDigits(source) ? BigInt(source) : value;
}

interface Places {
  readonly contract: Contract;
  readonly known: Map<JsonSchema, Place>;
}

/** What is known of all values that stand at one place. */
interface Place {
  readonly isInteger: boolean;
  member(name: string): Place;
  item(index: number): Place;
}

/** Made when a value is there: schemas contain themselves. */
function placeOf(schema: JsonSchema, places: Places): Place {
  const known = places.known.get(schema);
  if (known !== undefined) return known;
  const { contract } = places;
  const lazily = (each: JsonSchema) => () => placeOf(each, places);
  const parts = partsOf(schema, contract, { asks: false });
  const member = createMember(parts, lazily);
  const item = createItem(parts, lazily, { asks: false });
  const place: Place = {
    isInteger: !partsOf(schema, contract).some(isWide) && numbersOf(schema, contract) === 'integer',
    member: (name) => member(name)(),
    item: (index) => item(index)(),
  };
  places.known.set(schema, place);
  return place;
}

type Numbers = 'integer' | 'number' | undefined;

/** Which numbers a schema takes; undefined where it says nothing of them, or checks their digits itself. */
function numbersOf(start: JsonSchema, contract: Contract, open: readonly JsonSchema[] = []): Numbers {
  if (typeof start === 'boolean' || open.includes(start)) return undefined;
  const inside = [...open, start];
  const of = (schema: JsonSchema): Numbers => numbersOf(schema, contract, inside);
  const { allOf, anyOf, oneOf, then = true, else: otherwise = true, dependentSchemas } = start;
  const target = targetOf(start, contract);
  const said = [
    ownNumbers(start),
    target === undefined ? undefined : of(target),
    ...schemasOf(allOf).map(of),
    ...schemasOf(dependentSchemas).map(of),
    ...[schemasOf(anyOf), schemasOf(oneOf), schemasOf([then, otherwise])].map((group) => widest(group.map(of))),
  ];
  return said.includes('integer') ? 'integer' : widest(said);
}

function widest(said: readonly Numbers[]): Numbers {
  if (said.includes('number')) return 'number';
  return said.includes('integer') ? 'integer' : undefined;
}

function schemasOf(content: JsonValue | undefined): readonly JsonSchema[] {
  // Keywords of another shape have been left out.
  return typeof content === 'object' && content !== null ? (Object.values(content) as readonly JsonSchema[]) : [];
}

/** These formats refuse what is beyond 2^53 where integers are numbers. */
const wideFormats: ReadonlySet<unknown> = new Set(['int64', 'uint64']);

function ownNumbers({ type, format, 'x-brrt-format': asserted }: JsonObject): Numbers {
  const types = [type].flat();
  if (types.includes('number')) return 'number';
  if (!types.includes('integer')) return undefined;
  return wideFormats.has(format) && asserted !== 'annotation' ? undefined : 'integer';
}

interface Spot {
  readonly place: Place;
  readonly pointer: string;
}

interface Findings {
  readonly found: string[];
  readonly limit: number;
}

function visit(value: unknown, { place, pointer }: Spot, findings: Findings): void {
  if (findings.found.length >= findings.limit) return;
  if (typeof value === 'bigint') {
    if (place.isInteger) findings.found.push(pointer);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (mayHold(item)) visit(item, { place: place.item(index), pointer: `${pointer}/${index}` }, findings);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (!mayHold(member)) continue;
      visit(member, { place: place.member(name), pointer: `${pointer}/${escapePointerToken(name)}` }, findings);
    }
  }
}

function mayHold(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'object' && value !== null);
}
