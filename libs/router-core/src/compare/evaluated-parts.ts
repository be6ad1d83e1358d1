import type { DeclaredNames } from './fact.ts';
import { innerTerm, keywordsOf, listedTerms, namedTerms, type Term, type Terms } from './term.ts';

/** Keywords that evaluate different parts of different values. */
const branching = ['anyOf', 'oneOf', 'if', 'dependentSchemas'];

/** A schema and what `$ref` and `allOf` add to it; undefined where there are alternatives beside. */
function wholeOf(term: Term, terms: Terms): readonly Term[] | undefined {
  const seen = new Map<Term['id'], Term>();
  const pending = [term];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next.id)) continue;
    seen.set(next.id, next);
    const keywords = keywordsOf(next);
    if (branching.some((keyword) => keywords[keyword] !== undefined)) return undefined;
    const { $ref } = keywords;
    const target = typeof $ref === 'string' ? [next.inner({ $ref })] : [];
    pending.push(...[...target, ...listedTerms(next, 'allOf')].map(terms.get));
  }
  return [...seen.values()];
}

/** The names that a schema evaluates beside `unevaluatedProperties`. */
export function evaluatedNames(term: Term, terms: Terms): DeclaredNames | 'all' | 'unknown' {
  const parts = wholeOf(term, terms);
  if (parts === undefined) return 'unknown';
  const isWhole = parts.some(
    (part) =>
      keywordsOf(part).additionalProperties !== undefined ||
      (part !== term && innerTerm(part, 'unevaluatedProperties') !== undefined),
  );
  if (isWhole) return 'all';
  const listed = (keyword: string): readonly string[] =>
    parts.flatMap((part) => namedTerms(part, keyword).map(([name]) => name));
  return { names: new Set(listed('properties')), patterns: listed('patternProperties') };
}

/** The number of items at the start that a schema evaluates beside `unevaluatedItems`. */
export function evaluatedItems(term: Term, terms: Terms): number | 'unknown' {
  const parts = wholeOf(term, terms);
  if (parts === undefined || parts.some((part) => keywordsOf(part).contains !== undefined)) return 'unknown';
  const isWhole = parts.some(
    (part) =>
      keywordsOf(part).items !== undefined || (part !== term && keywordsOf(part).unevaluatedItems !== undefined),
  );
  if (isWhole) return Number.POSITIVE_INFINITY;
  return Math.max(...parts.map((part) => listedTerms(part, 'prefixItems').length));
}
