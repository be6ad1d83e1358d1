import type { Branch } from './branch.ts';
import type { Fact } from './fact.ts';
import { type Goal, goalOf, noValue, type Outcome, type Solver, unknownValue } from './goal.ts';
import { dimReason, rangeOf } from './leaf.ts';
import { anything, type TermId } from './term.ts';

type Of<About extends Fact['about']> = Extract<Fact, { readonly about: About }>;

/** What is asked of an array, taken apart. */
interface Shape {
  readonly lists: readonly Of<'items'>[];
  readonly none: readonly TermId[];
  readonly some: readonly Of<'some-items'>[];
  readonly few: readonly Of<'few-items'>[];
  readonly bad: readonly Of<'bad-item'>[];
  readonly isUnique: boolean;
  readonly isRepeating: boolean;
  readonly least: number;
  readonly most: number;
  /** From here on all places are alike. */
  readonly tail: number;
}

const mostBuilt = 40;

/** An array of some size with items that fit, and some that do not. */
export function solveArray(branch: Branch, solver: Solver): Outcome {
  const shape = shapeOf(branch.facts);
  const { least, most, isUnique, isRepeating } = shape;
  if (least > most || (isRepeating && (isUnique || most < 2)) || hasTooMany(shape, solver)) return noValue;
  const places = Array.from({ length: Math.min(least, shape.tail + 1) }, (_, at) => solver.solve(goalAt(shape, at)));
  if (places.some(({ kind }) => kind === 'none')) return noValue;
  const wishes = [
    ...shape.bad.map((bad) => placesOf(shape, bad, solver)),
    ...shape.some.map((some) => placesFor(shape, { fitting: [some.term], failing: [] }, [0, shape.tail], solver)),
  ];
  if (wishes.some((found) => found.length === 0)) return noValue;
  const unknown = [...places, ...wishes.map(([first]) => first?.outcome)].find((each) => each?.kind === 'unknown');
  for (const value of built(shape, wishes, solver)) {
    if (solver.meets(branch.goal, value)) return { kind: 'value', value };
  }
  const reason = unknown?.kind === 'unknown' ? unknown.reason : undefined;
  return unknownValue(reason ?? dimReason(branch.facts) ?? 'no array was found');
}

/** Whether more items have to fit a schema than may. */
function hasTooMany({ some, few, lists, least, tail }: Shape, solver: Solver): boolean {
  return few.some(({ term, most }) => {
    if (some.some((each) => each.term === term && each.least > most)) return true;
    if (least <= Math.max(most, tail)) return false;
    // All places from the tail on are alike.
    const rest = lists.map((list) => list.rest).filter((each) => each !== anything);
    return least - tail > most && solver.solve(goalOf(rest, [term])).kind === 'none';
  });
}

function shapeOf(facts: readonly Fact[]): Shape {
  const of = <About extends Fact['about']>(about: About): readonly Of<About>[] =>
    facts.filter((fact): fact is Of<About> => fact.about === about);
  const [least, most] = rangeOf(facts, 'size');
  const [lists, bad, unique] = [of('items'), of('bad-item'), of('unique')];
  const needed = bad.map(({ at, from }) => (at ?? from ?? 0) + 1);
  // Who asks for more asks for less too.
  const some = [...Map.groupBy(of('some-items'), ({ term }) => term).values()].flatMap((same) =>
    same.toSorted((one, other) => other.least - one.least).slice(0, 1),
  );
  return {
    lists,
    bad,
    some,
    few: of('few-items'),
    none: of('no-item').map(({ term }) => term),
    isUnique: unique.some(({ holds }) => holds),
    isRepeating: unique.some(({ holds }) => !holds),
    least: Math.max(least, ...needed, ...some.map((each) => each.least)),
    most,
    tail: Math.max(0, ...lists.map(({ prefix }) => prefix.length), ...needed),
  };
}

function goalAt({ lists, none }: Shape, at: number, more: Partial<Goal> = {}): Goal {
  const fitting = lists.map(({ prefix, rest }) => prefix[at] ?? rest).filter((term) => term !== anything);
  return goalOf([...fitting, ...(more.fitting ?? [])], [...none, ...(more.failing ?? [])]);
}

/** Where an item can stand, and one. */
interface Found {
  readonly at: number;
  readonly outcome: Outcome;
}

function placesOf(shape: Shape, { at, from = 0, term }: Of<'bad-item'>, solver: Solver): readonly Found[] {
  const range = at === undefined ? ([from, Math.max(from, shape.tail)] as const) : ([at, at] as const);
  return placesFor(shape, { fitting: [], failing: [term] }, range, solver);
}

function placesFor(
  shape: Shape,
  more: Goal,
  [first, last]: readonly [number, number],
  solver: Solver,
): readonly Found[] {
  const found: Found[] = [];
  for (let at = first; at <= Math.min(last, shape.most - 1); at += 1) {
    const outcome = solver.solve(goalAt(shape, at, more));
    if (outcome.kind !== 'none') found.push({ at, outcome });
  }
  // The surest first.
  return found.sort((one, other) => Number(one.outcome.kind === 'unknown') - Number(other.outcome.kind === 'unknown'));
}

/** Arrays with an item for each wish; where items have to repeat, with one of them twice. */
function* built(shape: Shape, wishes: readonly (readonly Found[])[], solver: Solver): Generator<readonly unknown[]> {
  const items = build(shape, wishes, solver);
  if (items === undefined) return;
  yield items;
  if (!shape.isRepeating) return;
  for (const item of items) {
    yield [...items, item];
    for (let at = 0; at < items.length; at += 1) yield items.with(at, item);
  }
}

function build(shape: Shape, wishes: readonly (readonly Found[])[], solver: Solver): readonly unknown[] | undefined {
  const items = new Map<number, unknown>();
  for (const [index, places] of wishes.entries()) {
    const count = shape.some[index - shape.bad.length]?.least ?? 1;
    for (let time = 0; time < count; time += 1) {
      const free = places.find(({ at, outcome }) => outcome.kind === 'value' && (!items.has(at) || at >= shape.tail));
      if (free?.outcome.kind !== 'value') break;
      let { at } = free;
      while (items.has(at)) at += 1;
      items.set(at, free.outcome.value);
    }
  }
  const length = Math.max(shape.least, shape.isRepeating ? 2 : 0, ...[...items.keys()].map((at) => at + 1));
  if (length > Math.min(shape.most, mostBuilt + shape.least) || length > 2_000) return undefined;
  return fill(shape, items, length, solver);
}

function fill(
  shape: Shape,
  items: ReadonlyMap<number, unknown>,
  length: number,
  solver: Solver,
): readonly unknown[] | undefined {
  const made: unknown[] = [];
  for (let at = 0; at < length; at += 1) {
    if (items.has(at)) {
      made.push(items.get(at));
      continue;
    }
    const outcome = fillerAt(shape, at, solver);
    if (outcome.kind !== 'value') return undefined;
    const { value } = outcome;
    made.push(shape.isUnique ? varied(value, at, goalAt(shape, at), solver) : value);
  }
  return made;
}

/** An item that counts for nothing of which there may be few, where there is one. */
function fillerAt(shape: Shape, at: number, solver: Solver): Outcome {
  const few = shape.few.map(({ term }) => term);
  const apart = few.length === 0 ? noValue : solver.solve(goalAt(shape, at, { failing: few }));
  return apart.kind === 'value' ? apart : solver.solve(goalAt(shape, at));
}

/** Items that have to differ. */
function varied(value: unknown, at: number, goal: Goal, solver: Solver): unknown {
  const others = [at, `text${at}`, [at], { at }, at === 1, null];
  return at === 0 ? value : (others.find((other) => solver.meets(goal, other)) ?? value);
}
