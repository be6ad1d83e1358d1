/** A reference as an absolute URI without fragment; undefined where the base has no hierarchy to resolve in (RFC 3986 §5). */
export function resolveAddress(reference: string, base: string): string | undefined {
  return URL.parse(reference, base)?.href.replace(/#.*$/s, '');
}
