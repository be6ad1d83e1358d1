import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import fc from 'fast-check';
import { isObject } from './schema-keywords.ts';

/** A value, and a schema that was made around it: the value is valid, so the schema has one. */
export interface Satisfiable {
  readonly value: JsonValue;
  readonly schema: JsonSchema;
}

const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('a', 'abc', '2026-01-31', 'ada@example.com', 'x-1', ''),
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.constantFrom(0.5, -2.25, 1e6),
  fc.boolean(),
  fc.constant(null),
);
const name = fc.constantFrom('a', 'b', 'c', 'x-d', 'E', 'kind');
const value: fc.Arbitrary<JsonValue> = fc.letrec<{ readonly value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Choices by number, so that a failing case is the same every time and shrinks. */
interface Dice {
  next(sides: number): number;
}

export const satisfiable: fc.Arbitrary<Satisfiable> = fc
  .tuple(value, fc.infiniteStream(fc.nat({ max: 5_039 })))
  .map(([made, stream]) => {
    const dice: Dice = { next: (sides) => (stream.next().value ?? 0) % sides };
    return { value: made, schema: around(made, dice, 0) };
  });

function around(made: JsonValue, dice: Dice, depth: number): JsonSchema {
  const keywords = keywordsFor(made, dice, depth);
  const chosen = keywords.filter(() => dice.next(3) === 0);
  const own: JsonSchema = Object.assign({}, typed(made, dice), ...chosen);
  return depth > 2 ? own : combined(own, made, dice, depth);
}

function typed(made: JsonValue, dice: Dice): object {
  const type = made === null ? 'null' : Array.isArray(made) ? 'array' : typeof made;
  const choices = [{ type }, { type }, {}, { type: [type, type === 'string' ? 'null' : 'string'] }];
  return choices[dice.next(choices.length)] ?? {};
}

function combined(own: JsonSchema, made: JsonValue, dice: Dice, depth: number): JsonSchema {
  const again = (): JsonSchema => around(made, dice, depth + 1);
  const refusing: JsonSchema = [
    { type: typeof made === 'string' ? 'integer' : 'string' },
    { const: [made, 1] },
    { not: own },
    false,
    { enum: ['never', -77] },
  ][dice.next(5)] as JsonSchema;
  switch (dice.next(12)) {
    case 0:
      return { allOf: [own, again()] };
    case 1:
      return { anyOf: [refusing, own, again()] };
    case 2:
      return { oneOf: [refusing, own] };
    case 3:
      return { ...(own as object), not: refusing };
    case 4:
      return { ...(own as object), if: again(), ...Object.fromEntries([['then', again()]]), else: refusing };
    case 5:
      return { ...(own as object), if: refusing, ...Object.fromEntries([['then', false]]), else: again() };
    case 6:
      return { ...(own as object), allOf: [again(), { anyOf: [again(), refusing] }] };
    default:
      return own;
  }
}

function keywordsFor(made: JsonValue, dice: Dice, depth: number): readonly object[] {
  const always = [dice.next(4) === 0 ? { enum: [made, 'other', 7] } : {}, dice.next(8) === 0 ? { const: made } : {}];
  if (typeof made === 'string') return [...always, ...stringKeywords(made, dice)];
  if (typeof made === 'number') return [...always, ...numberKeywords(made, dice)];
  if (Array.isArray(made)) return [...always, ...arrayKeywords(made, dice, depth)];
  return isObject(made) ? [...always, ...objectKeywords(made, dice, depth)] : always;
}

function stringKeywords(made: string, dice: Dice): readonly object[] {
  const length = [...made].length;
  const start = escaped(made.slice(0, dice.next(made.length + 1)));
  const isPlain = made.isWellFormed();
  return [
    { minLength: Math.max(0, length - dice.next(4)) },
    { maxLength: length + dice.next(4) },
    isPlain ? { pattern: `^${start}` } : {},
    isPlain && length > 2 ? { pattern: `^${escaped(made.charAt(0))}.{${length - 1}}$`.replace('.', '[\\s\\S]') } : {},
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function numberKeywords(made: number, dice: Dice): readonly object[] {
  return [
    { minimum: made - dice.next(20) },
    { maximum: made + dice.next(20) },
    { exclusiveMinimum: made - 1 - dice.next(5) },
    { exclusiveMaximum: made + 1 + dice.next(5) },
    Number.isInteger(made) && made !== 0 ? { multipleOf: [1, Math.abs(made), 0.5][dice.next(3)] } : {},
  ];
}

function arrayKeywords(made: readonly JsonValue[], dice: Dice, depth: number): readonly object[] {
  const part = (item: JsonValue): JsonSchema => around(item, dice, depth + 1);
  const [first] = made;
  const unique = new Set(made.map((item) => JSON.stringify(item))).size === made.length;
  return [
    { minItems: Math.max(0, made.length - dice.next(2)) },
    { maxItems: made.length + dice.next(2) },
    made.length > 0 ? { items: { anyOf: made.map(part) } } : {},
    made.length > 0 ? { prefixItems: made.slice(0, 1 + dice.next(made.length)).map(part) } : {},
    first === undefined ? {} : { contains: part(first) },
    unique ? { uniqueItems: true } : {},
  ];
}

function objectKeywords(made: JsonObject, dice: Dice, depth: number): readonly object[] {
  const names = Object.keys(made);
  const properties = Object.fromEntries(names.map((each) => [each, around(made[each] ?? null, dice, depth + 1)]));
  const some = names.filter(() => dice.next(2) === 0);
  const closed = [{}, { additionalProperties: false }, { unevaluatedProperties: false }][dice.next(3)];
  return [
    { properties, required: some, ...closed },
    { required: some },
    { minProperties: Math.max(0, names.length - dice.next(2)) },
    { maxProperties: names.length + dice.next(2) },
    { propertyNames: { enum: [...names, 'q', 'r'] } },
    { patternProperties: { '^x-': Object.hasOwn(made, 'x-d') ? around(made['x-d'] ?? null, dice, depth + 1) : true } },
    names.length > 1 ? { dependentRequired: { [names[0] ?? '']: names.slice(1) } } : {},
    names.length > 0 ? { dependentSchemas: { [names[0] ?? '']: { required: some } } } : {},
  ];
}
