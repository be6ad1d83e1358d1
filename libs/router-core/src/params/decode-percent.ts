/** Percent-decoding (RFC 3986 §2.1) as strict UTF-8. Undefined for a broken escape, octets that are no UTF-8, and NUL. */
export function decodePercent(raw: string): string | undefined {
  if (!raw.includes('%')) return raw.includes('\0') ? undefined : raw;
  try {
    const text = decodeURIComponent(raw);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The same for a query, where `+` is a space (WHATWG URL §5.1). */
export function decodeQueryText(raw: string): string | undefined {
  return decodePercent(raw.includes('+') ? raw.replaceAll('+', ' ') : raw);
}
