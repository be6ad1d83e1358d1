/** Whether two values are the same but for the types that schemas make of texts. */
export function isSameText(one: unknown, other: unknown): boolean {
  return asTexts(one) === asTexts(other);
}

function asTexts(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => {
    if (typeof inner !== 'object' || inner === null) return String(inner);
    return Array.isArray(inner) ? inner : Object.fromEntries(Object.entries(inner).sort());
  });
}
