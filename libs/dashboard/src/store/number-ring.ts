/** The newest points of one series. A value that stays the same takes two points, however long it does. */
export interface NumberRing {
  /** `ignored`: it is older than the last one. */
  add(at: number, value: number): 'added' | 'overwritten' | 'ignored';
  last(): number | undefined;
  points(from: number, to: number): readonly (readonly [at: number, value: number])[];
}

const firstSize = 8;
const maximumSize = 720;
const pointBytes = 16;

/** Grows as long as the budget gives room; then the oldest point gives way to the newest. */
export function createNumberRing(budget: { take(bytes: number): boolean }): NumberRing {
  let times = new Float64Array(0);
  let values = new Float64Array(0);
  let [start, count] = [0, 0];

  /** Where the point is that is the nth from the oldest. */
  const place = (nth: number): number => (start + nth) % times.length;
  const timeAt = (nth: number): number => times[place(nth)] ?? 0;
  const valueAt = (nth: number): number => values[place(nth)] ?? 0;

  function grow(): void {
    const size = Math.min(times.length === 0 ? firstSize : times.length * 2, maximumSize);
    if (size === times.length || !budget.take((size - times.length) * pointBytes)) return;
    const [newTimes, newValues] = [new Float64Array(size), new Float64Array(size)];
    for (let nth = 0; nth < count; nth += 1) {
      newTimes[nth] = timeAt(nth);
      newValues[nth] = valueAt(nth);
    }
    times = newTimes;
    values = newValues;
    start = 0;
  }

  return {
    add(at, value) {
      if (count > 0 && at <= timeAt(count - 1)) return 'ignored';
      if (count > 1 && valueAt(count - 1) === value && valueAt(count - 2) === value) {
        times[place(count - 1)] = at;
        return 'added';
      }
      if (count === times.length) grow();
      if (times.length === 0) return 'overwritten';
      const isFull = count === times.length;
      if (isFull) start = (start + 1) % times.length;
      else count += 1;
      times[place(count - 1)] = at;
      values[place(count - 1)] = value;
      return isFull ? 'overwritten' : 'added';
    },
    last: () => (count === 0 ? undefined : valueAt(count - 1)),
    points(from, to) {
      const found: (readonly [number, number])[] = [];
      for (let nth = 0; nth < count; nth += 1) {
        const at = timeAt(nth);
        if (at > to) break;
        if (at < from) continue;
        // A value that stayed the same since before.
        if (found.length === 0 && nth > 0 && at > from && valueAt(nth - 1) === valueAt(nth))
          found.push([from, valueAt(nth)]);
        found.push([at, valueAt(nth)]);
      }
      return found;
    },
  };
}
