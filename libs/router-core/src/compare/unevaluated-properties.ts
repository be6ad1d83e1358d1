import { compilePattern } from '../schema/pattern/compile-pattern.ts';
import { evaluatedNames, hasAlternatives, wholeOf } from './evaluated-parts.ts';
import type { Saying } from './expand-keywords.ts';
import { type DeclaredNames, type Fact, fails, fits } from './fact.ts';
import { innerTerm, keywordsOf, listedTerms, namedTerms, nothing, type Term, type TermId, type Terms } from './term.ts';

/** Part of a schema that evaluates properties where it holds. */
interface ConditionalPart {
  /** All of them hold where the part does. */
  readonly holds: readonly Fact[];
  readonly names: ReadonlySet<string>;
  /** It evaluates every property. */
  readonly isWhole: boolean;
}

/** More names or ways are too many to follow. */
const mostNames = 60;
const mostWays = 64;

const dim: Saying = {
  facts: [{ about: 'dim', what: 'unevaluatedProperties beside alternatives' }],
  otherwise: [[{ about: 'dim', what: 'unevaluatedProperties beside alternatives' }]],
};

/**
 * What `unevaluatedProperties` says: a property that no part speaks of which holds fits `rest` (JSON Schema 2020-12 core
 * §11.3).
 */
export function unevaluatedProperties(term: Term, terms: Terms): readonly Saying[] {
  const rest = innerTerm(term, 'unevaluatedProperties');
  if (rest === undefined) return [];
  const parts = conditionalParts(term, terms);
  const fixed = parts && evaluatedNames(parts.fixed, term);
  if (parts === undefined || fixed === undefined) return [dim];
  if (fixed === 'all') return [];
  const names = new Set([...fixed.names, ...parts.conditional.flatMap((part) => [...part.names])]);
  if (names.size > mostNames) return [dim];
  const isFixed = (name: string): boolean =>
    fixed.names.has(name) || fixed.patterns.some((pattern) => compilePattern(pattern).test(name));
  const open = [...names].filter((name) => !isFixed(name));
  const sayings = [
    ...open.map((name) => sayingOf(name, rest, parts.conditional)),
    othersSaying({ names, patterns: fixed.patterns }, rest, parts.conditional),
  ];
  return sayings.includes(undefined) ? [dim] : sayings.filter((saying) => saying !== undefined);
}

interface Parts {
  /** Those that always hold. */
  readonly fixed: readonly Term[];
  readonly conditional: readonly ConditionalPart[];
}

/** Undefined: parts within parts, which are not followed. */
function conditionalParts(term: Term, terms: Terms): Parts | undefined {
  const fixed = wholeOf(term, terms);
  // The branch that a discriminator names is the only one that evaluates.
  if (fixed.some((part) => keywordsOf(part).discriminator !== undefined)) return undefined;
  const conditional: (ConditionalPart | undefined)[] = fixed.flatMap((part) => {
    const condition = innerTerm(part, 'if');
    const [yes, no] = [innerTerm(part, 'then'), innerTerm(part, 'else')];
    const partOf = (holds: readonly Fact[], id: TermId): ConditionalPart | undefined =>
      conditionalPart(terms.get(id), holds, terms);
    return [
      ...['anyOf', 'oneOf'].flatMap((keyword) => listedTerms(part, keyword).map((id) => partOf([fits(id)], id))),
      ...(condition === undefined ? [] : [partOf([fits(condition)], condition)]),
      ...(condition === undefined || yes === undefined ? [] : [partOf([fits(condition), fits(yes)], yes)]),
      ...(condition === undefined || no === undefined ? [] : [partOf([fails(condition), fits(no)], no)]),
      ...namedTerms(part, 'dependentSchemas').map(([name, id]) => partOf([{ about: 'present', name }, fits(id)], id)),
    ];
  });
  const known = conditional.filter((part) => part !== undefined);
  return known.length < conditional.length ? undefined : { fixed, conditional: known };
}

function conditionalPart(term: Term, holds: readonly Fact[], terms: Terms): ConditionalPart | undefined {
  const parts = wholeOf(term, terms);
  const isBranching = parts.some(hasAlternatives);
  const names = evaluatedNames(parts, undefined);
  if (isBranching || (names !== 'all' && names.patterns.length > 0)) return undefined;
  return { holds, names: names === 'all' ? new Set() : names.names, isWhole: names === 'all' };
}

function sayingOf(name: string, rest: TermId, conditional: readonly ConditionalPart[]): Saying | undefined {
  const speaking = conditional.filter((part) => part.isWhole || part.names.has(name));
  const ways = waysAround(speaking);
  if (ways === undefined) return undefined;
  return {
    facts: [],
    choices: [
      [
        [{ about: 'absent', name }],
        ...(rest === nothing ? [] : [[{ about: 'property', name, term: rest } as const]]),
        ...speaking.map(({ holds }) => holds),
      ],
    ],
    otherwise: ways.map((facts): readonly Fact[] => [{ about: 'bad-property', name, term: rest }, ...facts]),
  };
}

function othersSaying(
  declared: DeclaredNames,
  rest: TermId,
  conditional: readonly ConditionalPart[],
): Saying | undefined {
  const whole = conditional.filter(({ isWhole }) => isWhole);
  const ways = waysAround(whole);
  if (ways === undefined) return undefined;
  const fitting: Fact = { about: 'other-properties', declared, term: rest };
  return {
    facts: whole.length === 0 ? [fitting] : [],
    choices: whole.length === 0 ? [] : [[[fitting], ...whole.map(({ holds }) => holds)]],
    otherwise: ways.map((facts): readonly Fact[] => [{ about: 'bad-other-property', declared, term: rest }, ...facts]),
  };
}

/** The ways in which none of some parts holds; undefined where they are too many. */
function waysAround(parts: readonly ConditionalPart[]): readonly (readonly Fact[])[] | undefined {
  let ways: readonly (readonly Fact[])[] = [[]];
  for (const { holds } of parts) {
    ways = ways.flatMap((facts) => holds.map((fact) => [...facts, opposite(fact)]));
    if (ways.length > mostWays) return undefined;
  }
  return ways;
}

/** Of the facts that a part rests on. */
function opposite(fact: Fact): Fact {
  if (fact.about === 'schema') return { ...fact, holds: !fact.holds };
  return fact.about === 'present' ? { about: 'absent', name: fact.name } : fact;
}
