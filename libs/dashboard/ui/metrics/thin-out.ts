/** Something to click, on a chart. */
export interface PlacedDot {
  readonly left: number;
  readonly top: number;
  readonly value: number;
  readonly bad: boolean;
}

/** A finger's or a pointer's least target (WCAG 2.5.8). */
const TARGET = 24;

/** Of dots that lie over each other the failed one, else the greatest: the others could not be hit. */
export function thinOut<Dot extends PlacedDot>(dots: readonly Dot[]): readonly Dot[] {
  const ranked = dots.toSorted((one, other) => Number(other.bad) - Number(one.bad) || other.value - one.value);
  const kept: Dot[] = [];
  for (const dot of ranked) {
    const covered = kept.some(
      ({ left, top }) => Math.abs(left - dot.left) < TARGET && Math.abs(top - dot.top) < TARGET,
    );
    if (!covered) kept.push(dot);
  }
  return kept;
}
