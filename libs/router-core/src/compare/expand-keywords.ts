import type { JsonObject } from '@brrt/service-model';
import { exactNumber } from '../schema/keywords/exact-numbers.ts';
import { jsonTextKeyword } from '../schema/known-keywords.ts';
import { evaluatedItems } from './evaluated-parts.ts';
import { type DeclaredNames, type Fact, fails, fits, type ValueKind } from './fact.ts';
import { formatFacts } from './format-facts.ts';
import {
  anything,
  innerTerm,
  keywordsOf,
  listedTerms,
  namedTerms,
  type Term,
  type TermId,
  type Terms,
} from './term.ts';
import { unevaluatedProperties } from './unevaluated-properties.ts';

/** What one keyword says: facts that hold together where it holds, and alternatives of which one holds where it does not. */
export interface Saying {
  readonly facts: readonly Fact[];
  readonly choices?: readonly (readonly (readonly Fact[])[])[];
  readonly otherwise: readonly (readonly Fact[])[];
}

const unlimited = Number.POSITIVE_INFINITY;

/** What the keywords of a schema say about values of one kind by themselves; those that combine schemas are not here. */
export function sayingsOf(term: Term, kind: ValueKind, terms: Terms): readonly Saying[] {
  if (kind === 'number') return numberSayings(keywordsOf(term));
  if (kind === 'string') return stringSayings(keywordsOf(term));
  if (kind === 'array') return arraySayings(term, terms);
  return kind === 'object' ? objectSayings(term, terms) : [];
}

function dim(what: string): Saying {
  return { facts: [{ about: 'dim', what }], otherwise: [[{ about: 'dim', what }]] };
}

const bounds = [
  ['minimum', 'least', false],
  ['exclusiveMinimum', 'least', true],
  ['maximum', 'most', false],
  ['exclusiveMaximum', 'most', true],
] as const;

function numberSayings(schema: JsonObject): readonly Saying[] {
  const sayings = bounds.flatMap(([keyword, about, isOpen]): Saying[] => {
    const limit = exactNumber(schema, keyword);
    if (limit === undefined) return [];
    const opposite = about === 'least' ? 'most' : 'least';
    return [{ facts: [{ about, limit, isOpen }], otherwise: [[{ about: opposite, limit, isOpen: !isOpen }]] }];
  });
  const divisor = exactNumber(schema, 'multipleOf');
  const types = [schema.type].flat();
  return [
    ...sayings,
    ...(divisor === undefined ? [] : [multiple(divisor)]),
    ...(types.includes('integer') && !types.includes('number') ? [multiple(1)] : []),
    ...(typeof schema.format === 'string' ? formatFacts(schema.format, 'number') : []),
  ];
}

function multiple(of: number | bigint): Saying {
  return { facts: [{ about: 'multiple', of, holds: true }], otherwise: [[{ about: 'multiple', of, holds: false }]] };
}

/** From `least` to `most` of something countable. */
function counted(about: 'length' | 'size' | 'count', least: unknown, most: unknown): readonly Saying[] {
  const of = (low: number, high: number): Fact => ({ about, least: low, most: high });
  return [
    ...(typeof least === 'number' ? [{ facts: [of(least, unlimited)], otherwise: [[of(0, least - 1)]] }] : []),
    ...(typeof most === 'number' ? [{ facts: [of(0, most)], otherwise: [[of(most + 1, unlimited)]] }] : []),
  ];
}

function stringSayings(schema: JsonObject): readonly Saying[] {
  const { pattern, format } = schema;
  const matches = (holds: boolean): Fact => ({ about: 'pattern', pattern: String(pattern), holds });
  return [
    ...counted('length', schema.minLength, schema.maxLength),
    ...(typeof pattern === 'string' ? [{ facts: [matches(true)], otherwise: [[matches(false)]] }] : []),
    ...(typeof format === 'string' ? formatFacts(format, 'text') : []),
    ...(schema[jsonTextKeyword] === undefined ? [] : [dim('the content of a text')]),
  ];
}

function arraySayings(term: Term, terms: Terms): readonly Saying[] {
  const schema = keywordsOf(term);
  const prefix = listedTerms(term, 'prefixItems');
  const rest = innerTerm(term, 'items') ?? anything;
  const unique = (holds: boolean): Fact => ({ about: 'unique', holds });
  return [
    ...counted('size', schema.minItems, schema.maxItems),
    ...(prefix.length === 0 && rest === anything ? [] : [itemsSaying(prefix, rest)]),
    ...(schema.uniqueItems === true ? [{ facts: [unique(true)], otherwise: [[unique(false)]] }] : []),
    ...containsSayings(term),
    ...unevaluatedItems(term, terms),
  ];
}

function itemsSaying(prefix: readonly TermId[], rest: TermId): Saying {
  return {
    facts: [{ about: 'items', prefix, rest }],
    otherwise: [
      ...prefix.map((item, at): Fact[] => [{ about: 'bad-item', at, term: item }]),
      ...(rest === anything ? [] : [[{ about: 'bad-item', from: prefix.length, term: rest } as const]]),
    ],
  };
}

function containsSayings(term: Term): readonly Saying[] {
  const { minContains = 1, maxContains } = keywordsOf(term);
  const contained = innerTerm(term, 'contains');
  if (contained === undefined) return [];
  const some = (least: number): Fact => ({ about: 'some-items', term: contained, least });
  const atMost = (most: number): Fact =>
    most <= 0 ? { about: 'no-item', term: contained } : { about: 'few-items', term: contained, most };
  const least = Number(minContains);
  return [
    ...(least > 0 ? [{ facts: [some(least)], otherwise: [[atMost(least - 1)]] }] : []),
    ...(typeof maxContains === 'number'
      ? [{ facts: [atMost(maxContains)], otherwise: [[some(maxContains + 1)]] }]
      : []),
  ];
}

function unevaluatedItems(term: Term, terms: Terms): readonly Saying[] {
  const rest = innerTerm(term, 'unevaluatedItems');
  if (rest === undefined) return [];
  const evaluated = evaluatedItems(term, terms);
  if (evaluated === 'unknown') return [dim('unevaluatedItems beside alternatives')];
  if (evaluated === unlimited) return [];
  return [
    itemsSaying(
      Array.from({ length: evaluated }, () => anything),
      rest,
    ),
  ];
}

function objectSayings(term: Term, terms: Terms): readonly Saying[] {
  const schema = keywordsOf(term);
  return [
    ...counted('count', schema.minProperties, schema.maxProperties),
    ...namesIn(schema.required).map(
      (name): Saying => ({ facts: [{ about: 'present', name }], otherwise: [[{ about: 'absent', name }]] }),
    ),
    ...memberSayings(term),
    ...dependencySayings(term),
    ...unevaluatedProperties(term, terms),
  ];
}

export function namesIn(list: unknown): readonly string[] {
  // `rewriteSchema` keeps a keyword only where it has the shape of its vocabulary.
  return (list ?? []) as readonly string[];
}

function memberSayings(term: Term): readonly Saying[] {
  const properties = namedTerms(term, 'properties').filter(([, id]) => id !== anything);
  const patterns = namedTerms(term, 'patternProperties').filter(([, id]) => id !== anything);
  const additional = innerTerm(term, 'additionalProperties') ?? anything;
  const names = innerTerm(term, 'propertyNames') ?? anything;
  return [
    ...properties.map(
      ([name, id]): Saying => ({
        facts: [{ about: 'property', name, term: id }],
        otherwise: [[{ about: 'bad-property', name, term: id }]],
      }),
    ),
    ...patterns.map(
      ([pattern, id]): Saying => ({
        facts: [{ about: 'pattern-property', pattern, term: id }],
        otherwise: [[{ about: 'bad-pattern-property', pattern, term: id }]],
      }),
    ),
    ...(additional === anything ? [] : [othersSaying(declaredNames(term), additional)]),
    ...(names === anything
      ? []
      : [
          {
            facts: [{ about: 'names', term: names } as const],
            otherwise: [[{ about: 'bad-name', term: names } as const]],
          },
        ]),
  ];
}

function declaredNames(term: Term): DeclaredNames {
  return {
    names: new Set(namedTerms(term, 'properties').map(([name]) => name)),
    patterns: namedTerms(term, 'patternProperties').map(([pattern]) => pattern),
  };
}

function othersSaying(declared: DeclaredNames, term: TermId): Saying {
  return {
    facts: [{ about: 'other-properties', declared, term }],
    otherwise: [[{ about: 'bad-other-property', declared, term }]],
  };
}

function dependencySayings(term: Term): readonly Saying[] {
  const { dependentRequired } = keywordsOf(term);
  const required = Object.entries((dependentRequired ?? {}) as Readonly<Record<string, readonly string[]>>);
  const present = (name: string): Fact => ({ about: 'present', name });
  const absent = (name: string): Fact => ({ about: 'absent', name });
  return [
    ...required.map(
      ([name, others]): Saying => ({
        facts: [],
        choices: [[[absent(name)], others.map(present)]],
        otherwise: others.map((other) => [present(name), absent(other)]),
      }),
    ),
    ...namedTerms(term, 'dependentSchemas').map(
      ([name, id]): Saying => ({
        facts: [],
        choices: [[[absent(name)], [fits(id)]]],
        otherwise: [[present(name), fails(id)]],
      }),
    ),
  ];
}
