import type { Branch } from './branch.ts';
import type { Fact } from './fact.ts';
import { noValue, type Outcome, type Solver, unknownValue } from './goal.ts';
import { contradictsFormat, dimReason } from './leaf.ts';
import { divideDown, divideUp, fromUnit, leastCommonMultiple, toCommonUnit } from './to-common-unit.ts';

interface Range {
  readonly low: number;
  readonly isLowOpen: boolean;
  readonly high: number;
  readonly isHighOpen: boolean;
  readonly steps: readonly number[];
  readonly refusedSteps: readonly number[];
}

/** Up to so many numbers are all tried. */
const mostTried = 300;

/** A number between limits, a multiple of some numbers and not of others. */
export function solveNumber(branch: Branch, solver: Solver): Outcome {
  const range = rangeOf(branch.facts);
  const { low, high, isLowOpen, isHighOpen } = range;
  if (low > high || (low === high && (isLowOpen || isHighOpen)) || contradictsFormat(branch.facts)) return noValue;
  const grid = gridOf(range);
  if (grid === 'none') return noValue;
  const candidates = grid === undefined ? between(range) : grid.values;
  for (const value of candidates) {
    if (solver.meets(branch.goal, value)) return { kind: 'value', value };
  }
  const isSmall = Math.max(Math.abs(low), Math.abs(high)) <= Number.MAX_SAFE_INTEGER;
  // Beyond, one number may stand for several integers.
  if (isSmall && (grid?.isWhole === true || low === high)) return noValue;
  return unknownValue(dimReason(branch.facts) ?? 'no number was found');
}

function rangeOf(facts: readonly Fact[]): Range {
  let [low, isLowOpen, high, isHighOpen] = [Number.NEGATIVE_INFINITY, false, Number.POSITIVE_INFINITY, false];
  for (const fact of facts) {
    if (fact.about === 'least' && (fact.limit > low || (fact.limit === low && fact.isOpen))) {
      [low, isLowOpen] = [fact.limit, fact.isOpen];
    }
    if (fact.about === 'most' && (fact.limit < high || (fact.limit === high && fact.isOpen))) {
      [high, isHighOpen] = [fact.limit, fact.isOpen];
    }
  }
  const multiples = facts.flatMap((fact) => (fact.about === 'multiple' ? [fact] : []));
  const steps = multiples.filter(({ holds }) => holds).map(({ of }) => of);
  const refusedSteps = multiples.filter(({ holds }) => !holds).map(({ of }) => of);
  return { low, isLowOpen, high, isHighOpen, steps, refusedSteps };
}

interface Grid {
  readonly values: readonly number[];
  /** These are all that there are. */
  readonly isWhole: boolean;
}

/** The multiples of all steps in the range; `none` when there are none; undefined where nothing asks for multiples. */
function gridOf({ low, isLowOpen, high, isHighOpen, steps, refusedSteps }: Range): Grid | 'none' | undefined {
  const bounds = [low, high].filter(Number.isFinite);
  const common = steps.length === 0 ? undefined : toCommonUnit([...steps, ...refusedSteps, ...bounds]);
  if (common === undefined) return undefined;
  const { units, exponent } = common;
  const step = units.slice(0, steps.length).reduce(leastCommonMultiple);
  const refused = units.slice(steps.length, steps.length + refusedSteps.length);
  if (refused.some((other) => step % other === 0n)) return 'none';
  const limits = units.slice(steps.length + refusedSteps.length);
  const first = Number.isFinite(low)
    ? inside(divideUp(limits[0] ?? 0n, step), { step, limit: limits[0], isOpen: isLowOpen }, 1n)
    : undefined;
  const last = Number.isFinite(high)
    ? inside(divideDown(limits.at(-1) ?? 0n, step), { step, limit: limits.at(-1), isOpen: isHighOpen }, -1n)
    : undefined;
  if (first !== undefined && last !== undefined && first > last) return 'none';
  const value = (index: bigint): number => fromUnit(index * step, exponent);
  const isWhole = first !== undefined && last !== undefined && last - first < BigInt(mostTried);
  const start = first ?? (last === undefined || last > 0n ? 0n : last);
  const way = first === undefined && start === last ? -1n : 1n;
  const values = Array.from({ length: mostTried }, (_, at) => start + way * BigInt(at))
    .filter((index) => last === undefined || index <= last)
    .map(value);
  return {
    values: [
      ...values,
      ...(first === undefined ? [value(-1n), value(-2n), value(-far)] : []),
      ...(last === undefined ? [value(start + far)] : [value(last)]),
    ],
    isWhole,
  };
}

/** Beyond what formats of integers take. */
const far = 2n ** 70n;

interface Edge {
  readonly step: bigint;
  readonly limit: bigint | undefined;
  readonly isOpen: boolean;
}

function inside(index: bigint, { step, limit, isOpen }: Edge, way: bigint): bigint {
  return isOpen && index * step === limit ? index + way : index;
}

/** Some numbers of a range, those first that people would write. */
function between({ low, high }: Range): readonly number[] {
  const least = Number.isFinite(low) ? low : Math.min(0, high - 1000);
  const most = Number.isFinite(high) ? high : Math.max(0, low + 1000);
  const width = most - least;
  const plain = [0, 1, -1, 0.5, 1.5, 0.1, 2, 10, 100, 1000, -0.5, 1e9, -1e9, 1e20, -1e20, 1e300, -1e300];
  const near = [0, 1, 0.5, 0.25, 0.125, 0.1, 0.01, 0.001, width / 2, width / 3, width / 7];
  return [...plain, ...near.flatMap((distance) => [least + distance, most - distance])].filter(
    (value) => value >= low && value <= high,
  );
}
