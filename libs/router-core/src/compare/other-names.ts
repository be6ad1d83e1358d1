import { findTexts } from './find-text.ts';
import { goalOf, type Solver } from './goal.ts';
import type { ObjectShape } from './object-shape.ts';

/** Names that nobody speaks of and that match the same patterns; any number of them, or those that were found. */
export interface NameClass {
  readonly matched: ReadonlySet<string>;
  readonly names: readonly string[];
}

const mostPatterns = 5;
const plainNames = [
  'other',
  'extra',
  'more',
  'further',
  'another',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
];

/** All classes of names that nobody speaks of; undefined where there are too many patterns. */
export function otherNames(shape: ObjectShape, solver: Solver): readonly NameClass[] | undefined {
  const { spoken, spokenPatterns, names } = shape;
  if (spokenPatterns.length > mostPatterns) return undefined;
  const { terms } = solver;
  const free = solver.solve(goalOf([terms.make({ type: 'string' }), ...names], [terms.make({ enum: [...spoken] })]));
  if (free.kind === 'none') return [];
  const found = free.kind === 'value' ? [String(free.value)] : [];
  const isUsable = (name: string): boolean => !spoken.has(name) && solver.meets(goalOf(names), name);
  return subsetsOf(spokenPatterns).flatMap((matched): readonly NameClass[] => {
    const refused = spokenPatterns.filter((pattern) => !matched.has(pattern));
    const language = spokenPatterns.length === 0 ? undefined : namesMatching([...matched], refused);
    if (language?.isEmpty === true) return [];
    const tried = spokenPatterns.length === 0 ? [...plainNames, ...found] : (language?.texts ?? []);
    return [{ matched, names: tried.filter(isUsable) }];
  });
}

function namesMatching(patterns: readonly string[], refused: readonly string[]): ReturnType<typeof findTexts> {
  return findTexts({ patterns, refused, least: 0, most: Number.POSITIVE_INFINITY });
}

function subsetsOf(patterns: readonly string[]): readonly ReadonlySet<string>[] {
  return Array.from(
    { length: 2 ** patterns.length },
    (_, bits) => new Set(patterns.filter((_pattern, at) => (bits >> at) % 2 === 1)),
  );
}
