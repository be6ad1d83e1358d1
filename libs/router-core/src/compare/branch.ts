import type { JsonValue } from '@brrt/service-model';
import { expandFailing, expandFitting, listedValues } from './expand-schema.ts';
import type { Fact, SchemaFact, ValueKind } from './fact.ts';
import type { Goal } from './goal.ts';
import { anything, nothing, type TermId, type Terms } from './term.ts';

/** Alternatives of which one holds. */
export interface Choice {
  readonly alternatives: readonly (readonly Fact[])[];
  /** The schema that does not fit; undefined where they come from one that fits. */
  readonly failing: TermId | undefined;
}

/** What is known of a value on one way through the alternatives. */
export interface Branch {
  readonly goal: Goal;
  readonly kind: ValueKind;
  readonly fitting: ReadonlySet<TermId>;
  readonly failing: ReadonlySet<TermId>;
  /** Those of `failing` of which it is not asked what follows. */
  readonly asides: ReadonlySet<TermId>;
  /** What is not about whole schemas. */
  readonly facts: readonly Fact[];
  readonly choices: readonly Choice[];
  /** The only values that are left. */
  readonly values: readonly JsonValue[] | undefined;
}

export function startOf(goal: Goal, kind: ValueKind): Branch {
  return {
    goal,
    kind,
    fitting: new Set(),
    failing: new Set(),
    asides: new Set(),
    facts: [],
    choices: [],
    values: undefined,
  };
}

/** A branch with more facts and all that follows from them; undefined where they contradict each other. */
export function assume(branch: Branch, facts: readonly Fact[], terms: Terms): Branch | undefined {
  const [fitting, failing, asides] = [new Set(branch.fitting), new Set(branch.failing), new Set(branch.asides)];
  const [own, choices] = [[...branch.facts], [...branch.choices]];
  let { values } = branch;
  const pending = [...facts];
  for (let fact = pending.shift(); fact !== undefined; fact = pending.shift()) {
    if (fact.about !== 'schema') {
      own.push(fact);
      continue;
    }
    if (isRefuted(fact, fitting, failing)) return undefined;
    const side = fact.holds ? fitting : failing;
    if (side.has(fact.term) && (fact.holds || fact.isAside === true || !asides.has(fact.term))) continue;
    side.add(fact.term);
    if (fact.isAside === true) {
      asides.add(fact.term);
      continue;
    }
    if (!fact.holds) asides.delete(fact.term);
    const term = terms.get(fact.term);
    const expand = fact.holds ? expandFitting : expandFailing;
    const expansion = expand(term, branch.kind, terms);
    if (fact.holds) values ??= listedValues(term);
    pending.push(...expansion.facts);
    for (const choice of expansion.choices) {
      const [first] = choice;
      if (first === undefined) return undefined;
      if (choice.length === 1) pending.push(...first);
      else choices.push({ alternatives: choice, failing: fact.holds ? undefined : fact.term });
    }
  }
  return { ...branch, fitting, failing, asides, facts: own, choices, values };
}

/** Whether a fact cannot hold beside those that are known. */
export function isRefuted(
  { term, holds }: SchemaFact,
  fitting: ReadonlySet<TermId>,
  failing: ReadonlySet<TermId>,
): boolean {
  if (term === (holds ? nothing : anything)) return true;
  return (holds ? failing : fitting).has(term);
}
