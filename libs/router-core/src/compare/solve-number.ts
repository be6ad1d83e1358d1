import type { Branch } from './branch.ts';
import type { Fact } from './fact.ts';
import { noValue, type Outcome, type Solver, unknownValue } from './goal.ts';
import { contradictsFormat, dimReason } from './leaf.ts';
import { divideDown, divideUp, fromUnit, leastCommonMultiple, toCommonUnit } from './to-common-unit.ts';

interface Limit {
  readonly limit: number | bigint;
  readonly isOpen: boolean;
}

interface Range {
  readonly low: Limit | undefined;
  readonly high: Limit | undefined;
  readonly steps: readonly (number | bigint)[];
  readonly refusedSteps: readonly (number | bigint)[];
}

/** Up to so many numbers are all tried. */
const mostTried = 300;

/** A number between limits, a multiple of some numbers and not of others. */
export function solveNumber(branch: Branch, solver: Solver): Outcome {
  const range = rangeOf(branch.facts);
  const { low, high } = range;
  if (isEmpty(range) || contradictsFormat(branch.facts)) return noValue;
  const grid = gridOf(range);
  if (grid === 'none') return noValue;
  const candidates = grid === undefined ? between(range) : grid.values;
  for (const value of candidates) {
    if (solver.meets(branch.goal, value)) return { kind: 'value', value };
  }
  const isOne = low !== undefined && high !== undefined && low.limit >= high.limit;
  if (isSafe(low) && isSafe(high) && (grid?.isWhole === true || isOne)) return noValue;
  return unknownValue(dimReason(branch.facts) ?? 'no number was found');
}

/** Beyond, one number may stand for several integers. */
function isSafe(limit: Limit | undefined): boolean {
  return limit !== undefined && limit.limit >= Number.MIN_SAFE_INTEGER && limit.limit <= Number.MAX_SAFE_INTEGER;
}

function isEmpty({ low, high }: Range): boolean {
  if (low === undefined || high === undefined) return false;
  return low.limit > high.limit || (low.limit >= high.limit && (low.isOpen || high.isOpen));
}

function rangeOf(facts: readonly Fact[]): Range {
  let [low, high]: (Limit | undefined)[] = [undefined, undefined];
  for (const fact of facts) {
    if (fact.about === 'least' && (low === undefined || isTighter(fact, low, fact.limit > low.limit))) low = fact;
    if (fact.about === 'most' && (high === undefined || isTighter(fact, high, fact.limit < high.limit))) high = fact;
  }
  const multiples = facts.flatMap((fact) => (fact.about === 'multiple' ? [fact] : []));
  const steps = multiples.filter(({ holds }) => holds).map(({ of }) => of);
  const refusedSteps = multiples.filter(({ holds }) => !holds).map(({ of }) => of);
  return { low, high, steps, refusedSteps };
}

function isTighter(one: Limit, other: Limit, isInside: boolean): boolean {
  const isSame = one.limit >= other.limit && one.limit <= other.limit;
  return isInside || (isSame && one.isOpen);
}

interface Grid {
  readonly values: readonly number[];
  /** These are all that there are. */
  readonly isWhole: boolean;
}

/** The multiples of all steps in the range; `none` when there are none; undefined where nothing asks for multiples. */
function gridOf({ low, high, steps, refusedSteps }: Range): Grid | 'none' | undefined {
  const bounds = [low, high].flatMap((limit) => (limit === undefined ? [] : [limit.limit]));
  const common = steps.length === 0 ? undefined : toCommonUnit([...steps, ...refusedSteps, ...bounds]);
  if (common === undefined) return undefined;
  const { units, exponent } = common;
  const step = units.slice(0, steps.length).reduce(leastCommonMultiple);
  const refused = units.slice(steps.length, steps.length + refusedSteps.length);
  if (refused.some((other) => step % other === 0n)) return 'none';
  const limits = units.slice(steps.length + refusedSteps.length);
  const [lowest, highest] = [limits[0] ?? 0n, limits.at(-1) ?? 0n];
  const first = low && inside(divideUp(lowest, step), { step, limit: lowest, isOpen: low.isOpen }, 1n);
  const last = high && inside(divideDown(highest, step), { step, limit: highest, isOpen: high.isOpen }, -1n);
  if (first !== undefined && last !== undefined && first > last) return 'none';
  const indexes = indexesOf(first, last);
  const isWhole = first !== undefined && last !== undefined && last - first < BigInt(mostTried);
  return { values: indexes.map((index) => fromUnit(index * step, exponent)), isWhole };
}

/** Beyond what formats of integers take. */
const far = 2n ** 70n;
/** Where formats begin and end. */
const edges = [10n ** 12n, 10n ** 15n, 2n ** 31n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 63n, far];
const mostAtEdge = 3n;

/** Places of a range on both sides of all that may matter, those next to zero first. */
function indexesOf(first: bigint | undefined, last: bigint | undefined): readonly bigint[] {
  const isIn = (index: bigint): boolean =>
    (first === undefined || index >= first) && (last === undefined || index <= last);
  const start = first !== undefined && first > 0n ? first : last !== undefined && last < 0n ? last : 0n;
  const way = start === last && start !== first ? -1n : 1n;
  const near = Array.from({ length: mostTried }, (_, at) => start + way * BigInt(at));
  const whole = first !== undefined && last !== undefined && last - first < BigInt(mostTried);
  if (whole) return Array.from({ length: Number(last - first) + 1 }, (_, at) => first + BigInt(at));
  const points = [start, ...edges, ...edges.map((edge) => -edge), first, last].filter((point) => point !== undefined);
  const around = points.flatMap((point) =>
    Array.from({ length: Number(mostAtEdge) * 2 + 1 }, (_, at) => point + BigInt(at) - mostAtEdge),
  );
  return [...near, ...around].filter(isIn);
}

interface Edge {
  readonly step: bigint;
  readonly limit: bigint;
  readonly isOpen: boolean;
}

function inside(index: bigint, { step, limit, isOpen }: Edge, way: bigint): bigint {
  return isOpen && index * step === limit ? index + way : index;
}

/** Some numbers of a range, those first that people would write. */
function between({ low, high }: Range): readonly number[] {
  const [lowest, highest] = [Number(low?.limit ?? Number.NaN), Number(high?.limit ?? Number.NaN)];
  const least = low === undefined ? Math.min(0, (high === undefined ? 0 : highest) - 1000) : lowest;
  const most = high === undefined ? Math.max(0, (low === undefined ? 0 : lowest) + 1000) : highest;
  const width = most - least;
  const plain = [0, 1, -1, 0.5, 1.5, 0.1, 2, 10, 100, 1000, -0.5, 1e9, -1e9, 1e12, 1e15, 1e20, -1e20, 1e300, -1e300];
  const near = [0, 1, 0.5, 0.25, 0.125, 0.1, 0.01, 0.001, width / 2, width / 3, width / 7];
  return [...plain, ...near.flatMap((distance) => [least + distance, most - distance])].filter(
    (value) => (low === undefined || value >= low.limit) && (high === undefined || value <= high.limit),
  );
}
