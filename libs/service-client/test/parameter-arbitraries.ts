import type { JsonObject } from '@brrt/service-model';
import fc from 'fast-check';
import { objectOf } from './form-arbitraries.ts';

export type Place = 'path' | 'query' | 'header' | 'cookie';

/** A Parameter Object and a value that is valid by its schema. */
export interface ParameterCase {
  readonly parameter: JsonObject & { readonly name: string; readonly in: Place };
  readonly value: unknown;
  /** What the service is given when the value is written like nothing. */
  readonly isAbsent: boolean;
}

interface Rule {
  readonly place: Place;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
}

const rules: readonly Rule[] = [
  ...(['simple', 'label', 'matrix'] as const).flatMap((style) => bothWays('path', style)),
  ...bothWays('query', 'form'),
  ...(['spaceDelimited', 'pipeDelimited'] as const).map((style) => ruleOf('query', style, false)),
  ruleOf('query', 'deepObject', true),
  ...bothWays('header', 'simple'),
  ...bothWays('cookie', 'form'),
  ...bothWays('cookie', 'cookie'),
];

function bothWays(place: Place, style: string): readonly Rule[] {
  const reservable = place !== 'header' && style !== 'cookie';
  return [true, false].flatMap((explode) => [
    ruleOf(place, style, explode),
    ...(reservable ? [{ ...ruleOf(place, style, explode), allowReserved: true }] : []),
  ]);
}

function ruleOf(place: Place, style: string, explode: boolean): Rule {
  return { place, style, explode, allowReserved: false };
}

/** Characters that a place can carry; where it is percent-encoded that is every text but lone surrogates and NUL. */
function textsOf({ place, style, allowReserved }: Rule): fc.Arbitrary<string> {
  if (style === 'cookie') return fc.stringMatching(/^[!#-+\--:<-[\]-~]*$/);
  // Latin-1 without quotes and commas, which have a meaning there, and without blanks at the ends.
  if (place === 'header')
    return fc.stringMatching(/^(?:[!#-+\--~\xa1-\xff](?:[ !#-+\--~\xa1-\xff]*[!#-+\--~\xa1-\xff])?)?$/);
  const any = fc
    .string({ unit: 'binary', maxLength: 12 })
    .filter((text) => text.isWellFormed() && !text.includes('\0'));
  // `allowReserved` takes triplets for what they stand for.
  return allowReserved ? any.filter((text) => !/%[0-9A-Fa-f]{2}/.test(text)) : any;
}

function namesOf({ place, style }: Rule): fc.Arbitrary<string> {
  const isRaw = place === 'header' || style === 'cookie';
  const names = isRaw
    ? fc.stringMatching(/^[!#-+\-.0-:<>-[\]-~]+$/)
    : fc
        .string({ unit: 'binary', minLength: 1, maxLength: 8 })
        .filter((text) => text.isWellFormed() && !text.includes('\0'));
  // What cannot be shown in a pointer cannot be told apart where a schema offers choices.
  const shown = names.filter((name) => !/[\p{Cc}\u2028\u2029]/u.test(name));
  // Brackets make deep objects; other parameters of the operation are called p0, p1, …
  return shown.filter((name) => name !== '__proto__' && !/[[\]]/.test(name) && !/^p\d/.test(name));
}

interface Typed {
  readonly schema: JsonObject;
  readonly value: fc.Arbitrary<unknown>;
}

const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const safeIntegers = fc.maxSafeInteger().map((value) => value + 0);

/** Types of one value. A null beside text is left out: it is written like the empty text. */
function primitivesOf(rule: Rule): readonly Typed[] {
  return [
    { schema: { type: 'string' }, value: textsOf(rule) },
    { schema: { type: 'integer' }, value: safeIntegers },
    { schema: { type: 'number' }, value: numbers },
    { schema: { type: 'boolean' }, value: fc.boolean() },
    { schema: { type: ['integer', 'null'] }, value: fc.option(safeIntegers) },
    { schema: { type: ['boolean', 'number'] }, value: fc.oneof(fc.boolean(), numbers) },
    { schema: { enum: [1, 2.5, -3] }, value: fc.constantFrom(1, 2.5, -3) },
    { schema: { enum: ['1', 2, true, 'x'] }, value: fc.constantFrom('1', 2, true, 'x') },
    { schema: { type: 'string', format: 'date' }, value: fc.constantFrom('2024-02-29', '1970-01-01') },
    {
      schema: {
        oneOf: [
          { type: 'integer', minimum: 100 },
          { type: 'string', maxLength: 2 },
        ],
      },
      value: fc.oneof(fc.integer({ min: 100 }), fc.constantFrom('a', '7', '42')),
    },
    { schema: { $ref: '#/components/schemas/Count' }, value: fc.nat() },
  ];
}

/** Elements and members that are the empty text cannot be told from none in a list of one. */
function arraysOf(rule: Rule): readonly Typed[] {
  return primitivesOf(rule).flatMap(({ schema, value }) => {
    const items = value.filter((one) => isCarried(one, rule));
    const isText = schema.type === 'string';
    return {
      schema: { type: 'array', items: isText && rule.place !== 'query' ? { ...schema, minLength: 1 } : schema },
      value: fc.array(isText && rule.place !== 'query' ? items.filter((one) => one !== '') : items, { maxLength: 4 }),
    };
  });
}

// What divides elements cannot be in one of them, where it is escaped alike.
function isCarried(value: unknown, { style }: Rule): boolean {
  if (typeof value !== 'string') return true;
  if (style === 'spaceDelimited') return !value.includes(' ');
  return style !== 'pipeDelimited' || !value.includes('|');
}

function objectsOf(rule: Rule): fc.Arbitrary<{ readonly schema: JsonObject; readonly value: unknown }> {
  const members = primitivesOf(rule).map(({ schema, value }) =>
    value.filter((one) => isCarried(one, rule)).map((one) => ({ schema, value: one })),
  );
  const carriedNames = namesOf(rule).filter((name) => isCarried(name, rule));
  return fc
    .uniqueArray(fc.tuple(carriedNames, fc.oneof(...members)), { selector: ([name]) => name, maxLength: 4 })
    .map(objectOf);
}

function valuesOf(rule: Rule): fc.Arbitrary<{ readonly schema: JsonObject; readonly value: unknown }> {
  const withSchema = ({ schema, value }: Typed) => value.map((one) => ({ schema, value: one }));
  const arrays = fc.oneof(...arraysOf(rule).map(withSchema));
  if (rule.style === 'deepObject') return objectsOf(rule);
  if (rule.style.endsWith('Delimited')) return fc.oneof(arrays, objectsOf(rule));
  return fc.oneof(fc.oneof(...primitivesOf(rule).map(withSchema)), arrays, objectsOf(rule));
}

/** Empty texts and empty values have no place in a path, and dots are folded away there. */
function fitsPath(rule: Rule, value: unknown): boolean {
  if (rule.place !== 'path') return true;
  const texts = typeof value === 'object' && value !== null ? Object.entries(value).flat() : [value];
  if (texts.length === 0 || texts.includes(null)) return false;
  return !texts.some((text) => text === '' || /^\.*$/.test(String(text)));
}

/** One parameter in one of the defined ways, called `p<index>`. */
export function parameterCase(index: number): fc.Arbitrary<ParameterCase> {
  return fc.constantFrom(...rules).chain((rule) =>
    valuesOf(rule)
      .filter(({ value }) => fitsPath(rule, value))
      .map(({ schema, value }) => {
        const { place, style, explode, allowReserved } = rule;
        return {
          parameter: {
            name: `p${index}`,
            in: place,
            style,
            explode,
            schema,
            required: place === 'path',
            ...(allowReserved && { allowReserved }),
          },
          value,
          isAbsent: typeof value === 'object' && value !== null && Object.keys(value).length === 0,
        };
      }),
  );
}
