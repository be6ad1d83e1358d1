/**
 * A check that asks once about each object while it runs, however often it comes back to it: unions whose branches refer
 * to the same schema would otherwise double the work with each level of nesting.
 */
export function rememberVerdicts(check: (value: unknown) => boolean): (value: unknown) => boolean {
  const verdicts = new Map<object, boolean>();
  let depth = 0;
  return (value) => {
    if (typeof value !== 'object' || value === null) return check(value);
    const known = verdicts.get(value);
    if (known !== undefined) return known;
    depth += 1;
    try {
      const verdict = check(value);
      verdicts.set(value, verdict);
      return verdict;
    } finally {
      depth -= 1;
      // Nothing is kept: the value may be another one when it is checked again.
      if (depth === 0) verdicts.clear();
    }
  };
}
