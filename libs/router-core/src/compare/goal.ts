import type { TermId, Terms } from './term.ts';

/** What a value has to fit and what it must not fit. */
export interface Goal {
  readonly fitting: readonly TermId[];
  readonly failing: readonly TermId[];
}

/** Whether there is a value: none, this one, or nobody knows. */
export type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'unknown'; readonly reason: string };

export const noValue: Outcome = { kind: 'none' };

export function unknownValue(reason: string): Outcome {
  return { kind: 'unknown', reason };
}

export function goalOf(fitting: Iterable<TermId>, failing: Iterable<TermId> = []): Goal {
  const order = (ids: Iterable<TermId>): readonly TermId[] => [...new Set(ids)].sort((one, other) => one - other);
  return { fitting: order(fitting), failing: order(failing) };
}

export function keyOf({ fitting, failing }: Goal): string {
  return `${fitting.join()}!${failing.join()}`;
}

/** What solves goals about parts of a value. */
export interface Solver {
  readonly terms: Terms;
  readonly solve: (goal: Goal) => Outcome;
  /** The verdict of the checks on a value. */
  readonly meets: (goal: Goal, value: unknown) => boolean;
}

/** The first of some values that meets a goal, which no others could. */
export function firstOf(values: readonly unknown[], goal: Goal, { meets }: Solver): Outcome {
  for (const value of values) if (meets(goal, value)) return { kind: 'value', value };
  return noValue;
}

/** The first value that one of several ways leads to; else that nobody knows, when one is not known. */
export function firstThat<Way>(ways: readonly Way[], follow: (way: Way) => Outcome): Outcome {
  let unknown: Outcome | undefined;
  for (const way of ways) {
    const outcome = follow(way);
    if (outcome.kind === 'value') return outcome;
    if (outcome.kind === 'unknown') unknown ??= outcome;
  }
  return unknown ?? noValue;
}
