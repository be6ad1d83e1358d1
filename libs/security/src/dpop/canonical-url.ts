/**
 * Scheme, host and path of an HTTP URL after the normalisation of RFC 3986 §6.2.2 and §6.2.3, without query and fragment:
 * what two spellings of one target have in common (RFC 9449 §4.3). Undefined for anything else.
 */
export function canonicalUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, origin, pathname } = new URL(text);
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '' || password !== '') return undefined;
  return origin + pathname.replaceAll(/%[0-9a-f]{2}/gi, normalEscape);
}

function normalEscape(written: string): string {
  const character = String.fromCharCode(Number.parseInt(written.slice(1), 16));
  return /[A-Za-z0-9._~-]/.test(character) ? character : written.toUpperCase();
}
