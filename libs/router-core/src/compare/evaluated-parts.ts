import type { DeclaredNames } from './fact.ts';
import { innerTerm, keywordsOf, listedTerms, namedTerms, type Term, type Terms } from './term.ts';

/** Keywords that evaluate different parts of different values. */
const branching = ['anyOf', 'oneOf', 'if', 'dependentSchemas'];

/** Whether a schema evaluates other parts where alternatives of it hold. */
export function hasAlternatives(term: Term): boolean {
  return branching.some((keyword) => keywordsOf(term)[keyword] !== undefined);
}

/** A schema and what `$ref` and `allOf` add to it. */
export function wholeOf(term: Term, terms: Terms): readonly Term[] {
  const seen = new Map<Term['id'], Term>();
  const pending = [term];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next.id)) continue;
    seen.set(next.id, next);
    const { $ref } = keywordsOf(next);
    const target = typeof $ref === 'string' ? [next.inner({ $ref })] : [];
    pending.push(...[...target, ...listedTerms(next, 'allOf')].map(terms.get));
  }
  return [...seen.values()];
}

/** The names that the parts of a schema evaluate beside the `unevaluatedProperties` of one of them. */
export function evaluatedNames(parts: readonly Term[], beside?: Term): DeclaredNames | 'all' {
  const isWhole = parts.some(
    (part) =>
      keywordsOf(part).additionalProperties !== undefined ||
      (part !== beside && innerTerm(part, 'unevaluatedProperties') !== undefined),
  );
  if (isWhole) return 'all';
  const listed = (keyword: string): readonly string[] =>
    parts.flatMap((part) => namedTerms(part, keyword).map(([name]) => name));
  return { names: new Set(listed('properties')), patterns: listed('patternProperties') };
}

/** The number of items at the start that a schema evaluates beside `unevaluatedItems`. */
export function evaluatedItems(term: Term, terms: Terms): number | 'unknown' {
  const parts = wholeOf(term, terms);
  const isUnknown = parts.some((part) => hasAlternatives(part) || keywordsOf(part).contains !== undefined);
  if (isUnknown) return 'unknown';
  const isWhole = parts.some(
    (part) =>
      keywordsOf(part).items !== undefined || (part !== term && keywordsOf(part).unevaluatedItems !== undefined),
  );
  if (isWhole) return Number.POSITIVE_INFINITY;
  return Math.max(...parts.map((part) => listedTerms(part, 'prefixItems').length));
}
