import { compilePattern } from '../schema/pattern/compile-pattern.ts';
import { listedValues } from './expand-schema.ts';
import type { DeclaredNames, Fact } from './fact.ts';
import { type Goal, goalOf, type Solver } from './goal.ts';
import { rangeOf } from './leaf.ts';
import type { TermId } from './term.ts';

type Of<About extends Fact['about']> = Extract<Fact, { readonly about: About }>;

/** What is asked of an object, taken apart. */
export interface ObjectShape {
  readonly least: number;
  readonly most: number;
  readonly present: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
  readonly properties: readonly Of<'property'>[];
  readonly patterns: readonly Of<'pattern-property'>[];
  readonly others: readonly Of<'other-properties'>[];
  readonly names: readonly TermId[];
  /** By name: what the value must not fit. */
  readonly bad: ReadonlyMap<string, readonly TermId[]>;
  readonly badPatterns: readonly Of<'bad-pattern-property'>[];
  readonly badOthers: readonly Of<'bad-other-property'>[];
  readonly badNames: readonly TermId[];
  /** Every name that is spoken of. */
  readonly spoken: ReadonlySet<string>;
  /** Every pattern of names that is spoken of. */
  readonly spokenPatterns: readonly string[];
}

export function shapeOf(facts: readonly Fact[], { terms }: Solver): ObjectShape {
  const of = <About extends Fact['about']>(about: About): readonly Of<About>[] =>
    facts.filter((fact): fact is Of<About> => fact.about === about);
  const [least, most] = rangeOf(facts, 'count');
  const bad = Map.groupBy(of('bad-property'), ({ name }) => name);
  const [properties, patterns, others] = [of('property'), of('pattern-property'), of('other-properties')];
  const [badPatterns, badOthers] = [of('bad-pattern-property'), of('bad-other-property')];
  const names = of('names').map(({ term }) => term);
  const listed = names.flatMap((id) => listedValues(terms.get(id)) ?? []).filter((name) => typeof name === 'string');
  const [present, absent] = [of('present'), of('absent')].map((list) => new Set(list.map(({ name }) => name)));
  const declared = [...others, ...badOthers].map((fact) => fact.declared);
  return {
    least,
    most,
    present: new Set([...(present ?? []), ...bad.keys()]),
    absent: absent ?? new Set(),
    properties,
    patterns,
    others,
    names,
    bad: new Map([...bad].map(([name, list]) => [name, list.map(({ term }) => term)])),
    badPatterns,
    badOthers,
    badNames: of('bad-name').map(({ term }) => term),
    spoken: new Set([
      ...(present ?? []),
      ...(absent ?? []),
      ...bad.keys(),
      ...properties.map(({ name }) => name),
      ...declared.flatMap((each) => [...each.names]),
      ...listed,
    ]),
    spokenPatterns: [
      ...new Set([
        ...[...patterns, ...badPatterns].map(({ pattern }) => pattern),
        ...declared.flatMap((each) => each.patterns),
      ]),
    ],
  };
}

export function isDeclared({ names, patterns }: DeclaredNames, name: string): boolean {
  return names.has(name) || patterns.some((pattern) => matches(pattern, name));
}

export function matches(pattern: string, name: string): boolean {
  return compilePattern(pattern).test(name);
}

/** What the value of a property has to be. */
export function goalOfProperty(shape: ObjectShape, name: string, failing: readonly TermId[] = []): Goal {
  return goalOf(
    [
      ...shape.properties.filter((fact) => fact.name === name).map(({ term }) => term),
      ...shape.patterns.filter(({ pattern }) => matches(pattern, name)).map(({ term }) => term),
      ...shape.others.filter(({ declared }) => !isDeclared(declared, name)).map(({ term }) => term),
    ],
    [...(shape.bad.get(name) ?? []), ...failing],
  );
}

/** The same for a name that nobody speaks of and that matches just these patterns. */
export function goalOfOther(shape: ObjectShape, matched: ReadonlySet<string>, failing: readonly TermId[] = []): Goal {
  return goalOf(
    [
      ...shape.patterns.filter(({ pattern }) => matched.has(pattern)).map(({ term }) => term),
      ...shape.others
        .filter(({ declared }) => !declared.patterns.some((pattern) => matched.has(pattern)))
        .map(({ term }) => term),
    ],
    failing,
  );
}

/** Whether an object of this shape may have a property of this name. */
export function mayHaveName(shape: ObjectShape, name: string, solver: Solver): boolean {
  return !shape.absent.has(name) && solver.meets(goalOf(shape.names), name);
}
