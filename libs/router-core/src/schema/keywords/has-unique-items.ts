/** `uniqueItems` (JSON Schema 2020-12 §6.4.3) in time linear in the size of the array. */
export function hasUniqueItems(items: readonly unknown[]): boolean {
  if (items.length < 2) return true;
  const primitives = new Set<unknown>();
  const structures = new Set<string>();
  for (const item of items) {
    if (typeof item === 'object' && item !== null) {
      const text = canonicalJson(item);
      if (structures.has(text)) return false;
      structures.add(text);
    } else {
      if (primitives.has(item)) return false;
      primitives.add(item);
    }
  }
  return true;
}

/** The same text for equal values: names sorted, `-0` as `0`. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, content]) => `${JSON.stringify(name)}:${canonicalJson(content)}`).join(',')}}`;
}
