import type { Branch } from './branch.ts';
import { goalOf, noValue, type Outcome, type Solver, unknownValue } from './goal.ts';
import { dimReason } from './leaf.ts';
import {
  goalOfOther,
  goalOfProperty,
  isDeclared,
  matches,
  mayHaveName,
  type ObjectShape,
  shapeOf,
} from './object-shape.ts';
import { type NameClass, otherNames } from './other-names.ts';
import type { TermId } from './term.ts';

/** A property that may be added; without a name where none was found. */
interface Candidate {
  readonly name: string | undefined;
  readonly outcome: Outcome;
}

/** An object with properties that have to be there, some of which must not fit. */
export function solveObject(branch: Branch, solver: Solver): Outcome {
  const shape = shapeOf(branch.facts, solver);
  const { least, most, present, absent } = shape;
  if (least > most || present.size > most || [...present].some((name) => absent.has(name))) return noValue;
  const needed = solveNeeded(shape, solver);
  if (needed === undefined) return noValue;
  const wishes = wishesOf(shape, solver);
  if (wishes.some((candidates) => candidates?.length === 0)) return noValue;
  const missing = least - present.size;
  const added = missing > 0 ? optionalOf(shape, solver) : [];
  if (added !== undefined && added.length < missing) return noValue;
  const unknown = [...needed.values(), ...wishes.map((list) => list?.[0]?.outcome)].find(
    (each) => each?.kind === 'unknown',
  );
  for (const value of objectsOf(needed, wishes, { least, added: added ?? [] })) {
    if (solver.meets(branch.goal, value)) return { kind: 'value', value };
  }
  const reason = unknown?.kind === 'unknown' ? unknown.reason : undefined;
  const tooMany = wishes.includes(undefined) ? 'too many patterns of names' : undefined;
  return unknownValue(reason ?? tooMany ?? dimReason(branch.facts) ?? 'no object was found');
}

/** Values of the properties that have to be there; undefined when one has none. What must not fit is asked first. */
function solveNeeded(shape: ObjectShape, solver: Solver): ReadonlyMap<string, Outcome> | undefined {
  const solved = new Map<string, Outcome>();
  const names = [...shape.bad.keys(), ...[...shape.present].filter((name) => !shape.bad.has(name))];
  for (const name of names) {
    if (!mayHaveName(shape, name, solver)) return undefined;
    const outcome = solver.solve(goalOfProperty(shape, name));
    if (outcome.kind === 'none') return undefined;
    solved.set(name, outcome);
  }
  return solved;
}

/** For each property that has to be found and must not fit: what there is. Undefined: too much to tell. */
function wishesOf(shape: ObjectShape, solver: Solver): readonly (readonly Candidate[] | undefined)[] {
  const { badPatterns, badOthers, badNames } = shape;
  if (badPatterns.length + badOthers.length + badNames.length === 0) return [];
  const classes = badPatterns.length + badOthers.length > 0 ? otherNames(shape, solver) : [];
  return [
    ...badPatterns.map(({ pattern, term }) =>
      candidatesOf(
        shape,
        { term, takes: (name) => matches(pattern, name), takesClass: ({ matched }) => matched.has(pattern) },
        classes,
        solver,
      ),
    ),
    ...badOthers.map(({ declared, term }) =>
      candidatesOf(
        shape,
        {
          term,
          takes: (name) => !isDeclared(declared, name),
          takesClass: ({ matched }) => !declared.patterns.some((pattern) => matched.has(pattern)),
        },
        classes,
        solver,
      ),
    ),
    ...badNames.map((term) => badNameOf(shape, term, solver)),
  ];
}

interface Wanted {
  readonly term: TermId;
  readonly takes: (name: string) => boolean;
  readonly takesClass: (names: NameClass) => boolean;
}

function candidatesOf(
  shape: ObjectShape,
  { term, takes, takesClass }: Wanted,
  classes: readonly NameClass[] | undefined,
  solver: Solver,
): readonly Candidate[] | undefined {
  const named = [...shape.spoken]
    .filter((name) => takes(name) && mayHaveName(shape, name, solver))
    .map((name): Candidate => ({ name, outcome: solver.solve(goalOfProperty(shape, name, [term])) }));
  const others = (classes ?? []).filter(takesClass).flatMap((names): readonly Candidate[] => {
    const outcome = solver.solve(goalOfOther(shape, names.matched, [term]));
    return names.names.length === 0 ? [{ name: undefined, outcome }] : names.names.map((name) => ({ name, outcome }));
  });
  const left = [...others, ...named].filter(({ outcome }) => outcome.kind !== 'none').sort(bySureness);
  // Nothing can be added to what is full.
  if (shape.present.size === shape.most)
    return left.filter(({ name }) => name !== undefined && shape.present.has(name));
  return classes === undefined && left.length === 0 ? undefined : left;
}

function bySureness(one: Candidate, other: Candidate): number {
  const doubt = ({ name, outcome }: Candidate): number => Number(name === undefined || outcome.kind !== 'value');
  return doubt(one) - doubt(other);
}

/** A name that is none. */
function badNameOf(shape: ObjectShape, term: TermId, solver: Solver): readonly Candidate[] {
  const text = solver.terms.make({ type: 'string' });
  const found = solver.solve(goalOf([text, ...shape.names], [term]));
  if (found.kind === 'none') return [];
  if (found.kind === 'unknown') return [{ name: undefined, outcome: found }];
  const names = [String(found.value), ...shape.spoken].filter(
    (name) => mayHaveName(shape, name, solver) && !solver.meets(goalOf([term]), name),
  );
  const candidates = names.map((name) => ({ name, outcome: solver.solve(goalOfProperty(shape, name)) }));
  const left = candidates.filter(({ outcome }) => outcome.kind !== 'none');
  return left.length > 0 ? left : [{ name: undefined, outcome: unknownValue('no name was found') }];
}

/** Properties that may be there beside those that have to; undefined: nobody knows how many. */
function optionalOf(shape: ObjectShape, solver: Solver): readonly Candidate[] | undefined {
  const classes = otherNames(shape, solver);
  const named = [...shape.spoken]
    .filter((name) => !shape.present.has(name) && mayHaveName(shape, name, solver))
    .map((name): Candidate => ({ name, outcome: solver.solve(goalOfProperty(shape, name)) }));
  const open = (classes ?? [])
    .map((names) => ({ names: names.names, outcome: solver.solve(goalOfOther(shape, names.matched)) }))
    .filter(({ outcome }) => outcome.kind !== 'none');
  const found = [...named, ...open.flatMap(({ names, outcome }) => names.map((name) => ({ name, outcome })))].filter(
    ({ outcome }) => outcome.kind !== 'none',
  );
  const missing = shape.least - shape.present.size;
  return (classes === undefined || open.length > 0) && found.length < missing ? undefined : found;
}

interface Filling {
  readonly least: number;
  readonly added: readonly Candidate[];
}

const mostObjects = 8;

/** Objects with what is needed, and for each wish one of its candidates. */
function* objectsOf(
  needed: ReadonlyMap<string, Outcome>,
  wishes: readonly (readonly Candidate[] | undefined)[],
  { least, added }: Filling,
): Generator<object> {
  for (let choice = 0; choice < mostObjects; choice += 1) {
    const entries = new Map<string, unknown>();
    const put = (name: string | undefined, outcome: Outcome): void => {
      if (name !== undefined && outcome.kind === 'value') entries.set(name, outcome.value);
    };
    for (const [name, outcome] of needed) put(name, outcome);
    for (const list of wishes) {
      const wish = list?.[Math.min(choice, list.length - 1)];
      if (wish !== undefined) put(wish.name, wish.outcome);
    }
    for (const { name, outcome } of added) if (entries.size < least) put(name, outcome);
    yield Object.fromEntries(entries);
    if (wishes.length === 0) return;
  }
}
