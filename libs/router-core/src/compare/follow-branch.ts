import { assume, type Branch, type Choice, isRefuted } from './branch.ts';
import { type Fact, fails, fits } from './fact.ts';
import { firstOf, firstThat, goalOf, noValue, type Outcome, type Solver, unknownValue } from './goal.ts';
import { solveArray } from './solve-array.ts';
import { solveNumber } from './solve-number.ts';
import { solveObject } from './solve-object.ts';
import { solveString } from './solve-string.ts';
import { createTags, type Tags } from './tags.ts';
import type { TermId } from './term.ts';

/** Ways that are looked at for one question. */
const mostWays = 6_000;

/** Goes through the alternatives of branches. */
export interface Follower {
  /** A value that one of the ways leads to; none when each contradicts itself. */
  readonly follow: (branch: Branch) => Outcome;
  /** The next question begins. */
  readonly begin: () => void;
}

export function createFollower(solver: Solver): Follower {
  const { terms } = solver;
  const tags = createTags(terms);
  let ways = 0;
  /** One choice after the other, the one with the fewest alternatives first. */
  const follow = (branch: Branch): Outcome => {
    ways += 1;
    if (ways > mostWays) return unknownValue('there are too many alternatives');
    if (branch.values !== undefined) return firstOf(branch.values, branch.goal, solver);
    const choices = narrowed(branch, tags);
    if (choices.length === 0) return followLeaf(branch);
    const isSole = choices.filter(({ failing }) => failing === undefined).length === 1;
    const left = isSole ? choices : lookAhead(choices, (choice) => openOf(branch, choice));
    if ('kind' in left) return left;
    const [first, ...others] = left;
    return firstThat(first?.alternatives ?? [], (facts) => {
      const next = assume({ ...branch, choices: others }, facts, terms);
      return next === undefined ? noValue : follow(next);
    });
  };
  /** What a value was refused for without having been asked is asked then. */
  const followLeaf = (branch: Branch): Outcome => {
    const missed: unknown[] = [];
    const outcome = solveLeaf(branch, watching(solver, branch, missed));
    if (outcome.kind !== 'unknown') return outcome;
    const [first] = missed;
    const met = [...branch.asides].filter((term) => solver.meets(goalOf([term]), first));
    if (met.length === 0) return outcome;
    const next = assume(branch, met.map(fails), terms);
    return next === undefined ? noValue : follow(next);
  };
  const openOf = (branch: Branch, { alternatives }: Choice): Choice['alternatives'] | Outcome => {
    const kept: (readonly Fact[])[] = [];
    for (const facts of alternatives) {
      // What is aside stays there: this looks at one choice alone.
      const next = assume({ ...branch, choices: [], asides: new Set() }, facts, terms);
      const outcome = next === undefined ? noValue : follow(next);
      if (outcome.kind === 'value') return outcome;
      if (outcome.kind === 'unknown') kept.push(facts);
    }
    return kept;
  };
  return {
    follow,
    begin() {
      ways = 0;
    },
  };
}

/**
 * The choices without the alternatives that contradict what is known even when nothing else is asked; an outcome where
 * that decides. Without it, what is covered by one of many alternatives would be held against all of their combinations.
 */
function lookAhead(
  choices: readonly Choice[],
  openOf: (choice: Choice) => Choice['alternatives'] | Outcome,
): readonly Choice[] | Outcome {
  if (choices.length === 1) return choices;
  const left: Choice[] = [];
  for (const choice of choices) {
    const kept = choice.failing === undefined ? choice.alternatives : openOf(choice);
    if ('kind' in kept) return kept;
    if (kept.length === 0) return noValue;
    left.push({ ...choice, alternatives: kept });
  }
  return left.sort(byWidth);
}

/** The choices of a branch, with the alternatives that are left, the narrowest first; those that are settled are gone. */
function narrowed(branch: Branch, tags: Tags): readonly Choice[] {
  const { fitting, failing, choices } = branch;
  const isSettled = (facts: readonly Fact[]): boolean =>
    facts.every((fact) => fact.about === 'schema' && (fact.holds ? fitting : failing).has(fact.term));
  const agree = agreement(branch, tags);
  const isOpen = (facts: readonly Fact[]): boolean =>
    facts.every((fact) => fact.about !== 'schema' || !isRefuted(fact, fitting, failing)) && agree(facts);
  return choices
    .filter((choice) => !choice.alternatives.some(isSettled))
    .filter((choice) => choice.failing === undefined || agree([fits(choice.failing)]))
    .map((choice) => ({ ...choice, alternatives: choice.alternatives.filter(isOpen) }))
    .sort(byWidth);
}

/** Whether an object of a branch can be of the schemas in some facts too, as far as tags tell. */
function agreement(branch: Branch, tags: Tags): (facts: readonly Fact[]) => boolean {
  if (branch.kind !== 'object') return () => true;
  const own = tags.of(branch.fitting);
  const known = new Map<TermId, boolean>();
  return (facts) => {
    const asked = facts.filter((fact) => fact.about === 'schema' && fact.holds);
    for (const fact of asked) {
      if (fact.about !== 'schema') continue;
      const single = known.get(fact.term) ?? tags.agree(own, [fact]);
      known.set(fact.term, single);
      if (!single) return false;
    }
    return asked.length < 2 || tags.agree(own, asked);
  };
}

/** What has no alternative left comes first, then what a value is made of. */
function byWidth(one: Choice, other: Choice): number {
  const rank = ({ alternatives, failing }: Choice): number =>
    alternatives.length === 0 ? -1 : alternatives.length + (failing === undefined ? 0 : 100_000);
  return rank(one) - rank(other);
}

/** A solver that tells which values do not meet the goal of a branch. */
function watching(solver: Solver, { goal, asides }: Branch, missed: unknown[]): Solver {
  if (asides.size === 0) return solver;
  return {
    ...solver,
    meets(asked, value) {
      const isMet = solver.meets(asked, value);
      if (!isMet && asked === goal) missed.push(value);
      return isMet;
    },
  };
}

function solveLeaf(branch: Branch, solver: Solver): Outcome {
  switch (branch.kind) {
    case 'number':
      return solveNumber(branch, solver);
    case 'string':
      return solveString(branch, solver);
    case 'array':
      return solveArray(branch, solver);
    default:
      return solveObject(branch, solver);
  }
}
