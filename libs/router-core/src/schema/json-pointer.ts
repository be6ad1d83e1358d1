/** One reference token of a JSON Pointer (RFC 6901 §3): `~` and `/` escaped. */
export function escapePointerToken(token: string): string {
  return token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}

/** The inverse of {@link escapePointerToken}. */
export function unescapePointerToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}

/** The value that a pointer names; undefined where there is none (RFC 6901 §4). Own properties only. */
export function valueAtPointer(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of pointer.split('/').slice(1)) {
    const name = unescapePointerToken(token);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    // `value` is an object that has this own property.
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
