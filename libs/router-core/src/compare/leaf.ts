import type { Fact } from './fact.ts';
import { isWithinFormat } from './format-patterns.ts';

/** Whether a value would have to have a format and must not. */
export function contradictsFormat(facts: readonly Fact[]): boolean {
  const named = facts.flatMap((fact) => (fact.about === 'format' ? [fact] : []));
  return named.some(
    ({ format, holds }) => holds && named.some((other) => !other.holds && isWithinFormat(format, other.format)),
  );
}

/** What was not followed up. */
export function dimReason(facts: readonly Fact[]): string | undefined {
  const dim = facts.find((fact) => fact.about === 'dim');
  return dim?.about === 'dim' ? `${dim.what} cannot be compared` : undefined;
}

/** Least and greatest number of something countable. */
export function rangeOf(facts: readonly Fact[], about: 'length' | 'size' | 'count'): readonly [number, number] {
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  for (const fact of facts) {
    if (fact.about !== about) continue;
    least = Math.max(least, fact.least);
    most = Math.min(most, fact.most);
  }
  return [least, most];
}
