import type { JsonValue } from '@brrt/service-model';
import { explainValue } from '../schema/explain/explain-value.ts';
import { assume, startOf } from './branch.ts';
import { listedValues } from './expand-schema.ts';
import { fails, fits, type ValueKind, valueKinds } from './fact.ts';
import { createFollower } from './follow-branch.ts';
import { firstOf, firstThat, type Goal, keyOf, noValue, type Outcome, type Solver } from './goal.ts';
import { createMemory } from './solver-memory.ts';
import { anything, keywordsOf, type TermId, type Terms } from './term.ts';

/**
 * Looks for a value that fits some schemas and not others. That there is none is proved: alternatives are followed until
 * each contradicts itself. A goal that comes up again inside of itself, for a part of the value, counts as
 * impossible there: the smallest value would hold a smaller one.
 */
export function createSolver(terms: Terms): Solver & { readonly begin: () => void } {
  const memory = createMemory();
  const solver: Solver = {
    terms,
    meets: (goal, value) => meets(goal, value, terms),
    solve: (goal) => memory.recall(keyOf(goal), () => solveGoal(goal)),
  };
  const { follow, begin } = createFollower(solver);
  const solveGoal = (goal: Goal): Outcome => {
    const listed = valuesOf(goal.fitting, terms);
    if (listed !== undefined) return firstOf(listed, goal, solver);
    if (goal.failing.some((term) => goal.fitting.includes(term) || term === anything)) return noValue;
    return firstThat(valueKinds, (kind) => solveKind(goal, kind));
  };
  const solveKind = (goal: Goal, kind: ValueKind): Outcome => {
    const few = kind === 'null' ? [null] : kind === 'boolean' ? [true, false] : undefined;
    if (few !== undefined) return firstOf(few, goal, solver);
    const branch = assume(startOf(goal, kind), [...goal.fitting.map(fits), ...goal.failing.map(fails)], terms);
    return branch === undefined ? noValue : follow(branch);
  };
  return { ...solver, begin };
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

function meets({ fitting, failing }: Goal, value: unknown, terms: Terms): boolean {
  return fitting.every((term) => isFit(term, value, terms)) && !failing.some((term) => isFit(term, value, terms));
}

function isFit(id: TermId, value: unknown, terms: Terms): boolean {
  const { schema, schemaOf } = terms.get(id);
  if (typeof schema === 'boolean') return schema;
  return explainValue({ id: '', schema: (name) => (name === '' ? schema : schemaOf(name)) }, value, 1).length === 0;
}
