import type { JsonValue } from '@brrt/service-model';
import { explainValue } from '../schema/explain/explain-value.ts';
import { assume, type Branch, type Choice, isRefuted, startOf } from './branch.ts';
import { listedValues } from './expand-schema.ts';
import { type Fact, fails, fits, type ValueKind, valueKinds } from './fact.ts';
import { type Goal, keyOf, noValue, type Outcome, type Solver, unknownValue } from './goal.ts';
import { solveArray } from './solve-array.ts';
import { solveNumber } from './solve-number.ts';
import { solveObject } from './solve-object.ts';
import { solveString } from './solve-string.ts';
import { createMemory } from './solver-memory.ts';
import { createTags, type Tags } from './tags.ts';
import { anything, keywordsOf, type TermId, type Terms } from './term.ts';

/** Ways that are looked at for one question. */
const mostWays = 6_000;

/**
 * Looks for a value that fits some schemas and not others. That there is none is proved: alternatives are followed until
 * each contradicts itself. A goal that comes up again inside of itself, for a part of the value, counts as
 * impossible there: the smallest value would hold a smaller one.
 */
export function createSolver(terms: Terms): Solver & { readonly begin: () => void } {
  const memory = createMemory();
  const tags = createTags(terms);
  let ways = 0;
  const solver: Solver = {
    terms,
    hasTime: () => ways < mostWays,
    meets: (goal, value) => meets(goal, value, terms),
    solve: (goal) => memory.recall(keyOf(goal), () => solveGoal(goal)),
  };
  const solveGoal = (goal: Goal): Outcome => {
    const listed = valuesOf(goal.fitting, terms);
    if (listed !== undefined) return firstOf(listed, goal, terms) ?? noValue;
    if (goal.failing.some((term) => goal.fitting.includes(term) || term === anything)) return noValue;
    return firstThat(valueKinds, (kind) => solveKind(goal, kind));
  };
  const solveKind = (goal: Goal, kind: ValueKind): Outcome => {
    const few = kind === 'null' ? [null] : kind === 'boolean' ? [true, false] : undefined;
    if (few !== undefined) return firstOf(few, goal, terms) ?? noValue;
    const branch = assume(startOf(goal, kind), [...goal.fitting.map(fits), ...goal.failing.map(fails)], terms);
    return branch === undefined ? noValue : follow(branch);
  };
  /** One choice after the other, the one with the fewest alternatives first. */
  const follow = (branch: Branch): Outcome => {
    ways += 1;
    if (ways > mostWays) return unknownValue('there are too many alternatives');
    if (branch.values !== undefined) return firstOf(branch.values, branch.goal, terms) ?? noValue;
    const choices = narrowed(branch, tags);
    if (choices.length === 0) return solveLeaf(branch, solver);
    const left =
      choices.filter(({ failing }) => failing === undefined).length === 1 ? choices : lookAhead(branch, choices);
    if ('kind' in left) return left;
    const [first, ...others] = left;
    return firstThat(first?.alternatives ?? [], (facts) => {
      const next = assume({ ...branch, choices: others }, facts, terms);
      return next === undefined ? noValue : follow(next);
    });
  };
  /**
   * The choices without the alternatives that contradict what is known even when nothing else is asked; an outcome where
   * that decides. Without it, what is covered by one of many alternatives would be held against all of their combinations.
   */
  const lookAhead = (branch: Branch, choices: readonly Choice[]): readonly Choice[] | Outcome => {
    if (choices.length === 1) return choices;
    const left: Choice[] = [];
    for (const choice of choices) {
      const kept = choice.failing === undefined ? choice.alternatives : openOf(branch, choice);
      if ('kind' in kept) return kept;
      if (kept.length === 0) return noValue;
      left.push({ ...choice, alternatives: kept });
    }
    return left.sort(byWidth);
  };
  const openOf = (branch: Branch, { alternatives }: Choice): readonly (readonly Fact[])[] | Outcome => {
    const kept: (readonly Fact[])[] = [];
    for (const facts of alternatives) {
      const next = assume({ ...branch, choices: [] }, facts, terms);
      const outcome = next === undefined ? noValue : follow(next);
      if (outcome.kind === 'value') return outcome;
      if (outcome.kind === 'unknown') kept.push(facts);
    }
    return kept;
  };
  return {
    ...solver,
    begin() {
      ways = 0;
    },
  };
}

/** The first value that one of several ways leads to; else that nobody knows, when one is not known. */
function firstThat<Way>(ways: readonly Way[], follow: (way: Way) => Outcome): Outcome {
  let unknown: Outcome | undefined;
  for (const way of ways) {
    const outcome = follow(way);
    if (outcome.kind === 'value') return outcome;
    if (outcome.kind === 'unknown') unknown ??= outcome;
  }
  return unknown ?? noValue;
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

/** The values that a schema in the list is limited to, by itself or by what it is made of. */
function valuesOf(fitting: readonly TermId[], terms: Terms): readonly JsonValue[] | undefined {
  const seen = new Set<TermId>();
  const pending = [...fitting];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const term = terms.get(id);
    const values = listedValues(term);
    if (values !== undefined) return values;
    const { $ref, allOf } = keywordsOf(term);
    if (typeof $ref === 'string') pending.push(term.inner({ $ref }));
    // `rewriteSchema` keeps a keyword only where it has the shape of its vocabulary.
    if (Array.isArray(allOf)) pending.push(...allOf.map((part) => term.inner(part as never)));
  }
  return undefined;
}

function firstOf(values: readonly unknown[], goal: Goal, terms: Terms): Outcome | undefined {
  for (const value of values) if (meets(goal, value, terms)) return { kind: 'value', value };
  return undefined;
}

function meets({ fitting, failing }: Goal, value: unknown, terms: Terms): boolean {
  return fitting.every((term) => isFit(term, value, terms)) && !failing.some((term) => isFit(term, value, terms));
}

function isFit(id: TermId, value: unknown, terms: Terms): boolean {
  const { schema, schemaOf } = terms.get(id);
  if (typeof schema === 'boolean') return schema;
  return explainValue({ id: '', schema: (name) => (name === '' ? schema : schemaOf(name)) }, value, 1).length === 0;
}
