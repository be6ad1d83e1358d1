/** What turns an integer into its digits within `JSON.stringify` (ECMAScript: JSON source text access; Node 21 and newer). */
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

/**
 * `JSON.stringify` that writes a `bigint` as its digits. Undefined for what JSON has no text for.
 * @throws TypeError for a value that contains itself
 */
export function writeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Most values have no `bigint`, and asking at every place of them would cost more than trying twice.
    if (error instanceof TypeError && holdsBigint(value, new Set())) return JSON.stringify(value, digitsOfBigint);
    throw error;
  }
}

/** For `JSON.stringify`. */
export function digitsOfBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? JSON.rawJSON(String(value)) : value;
}

function holdsBigint(value: unknown, seen: Set<unknown>): boolean {
  if (typeof value === 'bigint') return true;
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  return Object.values(value).some((member) => holdsBigint(member, seen));
}
