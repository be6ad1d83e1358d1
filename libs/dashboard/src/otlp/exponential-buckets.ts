/** Buckets of an exponential histogram: the one at `index` ends at `base ** (offset + index + 1)`. */
export interface ExponentialBuckets {
  readonly offset: number;
  readonly counts: readonly number[];
}

interface ExponentialHistogram {
  /** The base is `2 ** (2 ** -scale)`. */
  readonly scale: number;
  readonly zeroCount: number;
  readonly positive: ExponentialBuckets;
  readonly negative: ExponentialBuckets;
}

/** Powers of two from here on, and up to here. */
const [lowest, highest] = [-30, 33];

/**
 * As a histogram with the bounds zero and powers of two: those stay the same when the sender changes its scale. What is below zero
 * counts as zero.
 */
export function spreadBuckets({ scale, zeroCount, positive, negative }: ExponentialHistogram): {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
} {
  const powers = new Map<number, number>();
  const perPower = 2 ** Math.min(Math.max(scale, -11), 20);
  positive.counts.forEach((count, index) => {
    if (count === 0) return;
    // The bucket ends at 2 ** ((offset + index + 1) / 2 ** scale).
    const power = Math.ceil((positive.offset + index + 1) / perPower);
    const shown = Math.min(Math.max(power, lowest), highest + 1);
    powers.set(shown, (powers.get(shown) ?? 0) + count);
  });
  const used = [...powers.keys()].filter((power) => power <= highest).sort((a, b) => a - b);
  const below = negative.counts.reduce((sum, count) => sum + count, zeroCount);
  return {
    bounds: [0, ...used.map((power) => 2 ** power)],
    counts: [below, ...used.map((power) => powers.get(power) ?? 0), powers.get(highest + 1) ?? 0],
  };
}
