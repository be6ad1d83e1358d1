/**
 * Value of the first cookie of that name, as sent (RFC 6265 §4.2.1); undefined without one.
 * Names compare exactly.
 */
export function readCookie(header: string | undefined, name: string): string | undefined {
  return header === undefined ? undefined : parseCookies(header).find((cookie) => cookie.name === name)?.raw;
}

export interface Cookie {
  readonly name: string;
  readonly raw: string;
}

/** Pieces without `=` have no name and are passed over. */
export function parseCookies(header: string): readonly Cookie[] {
  const cookies: Cookie[] = [];
  for (const piece of header.split(';')) {
    const mark = piece.indexOf('=');
    if (mark !== -1) cookies.push({ name: piece.slice(0, mark).trim(), raw: piece.slice(mark + 1).trim() });
  }
  return cookies;
}
