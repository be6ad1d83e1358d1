import type { HttpRequest } from '@brrt/router-core/ports';

/** Longest credential that is looked at, in characters; RFC 6750 names no limit, 8 KiB is what servers commonly take. */
const maxLength = 8_192;

/** Why a credential was not accepted. A closed set: each is a metric label. */
export type Rejection =
  | 'malformed'
  | 'repeated'
  | 'too_long'
  | 'unknown_credential'
  | 'algorithm'
  | 'unknown_key'
  | 'signature'
  | 'replayed'
  | 'expired'
  | 'not_yet_valid'
  | 'issuer'
  | 'audience'
  | 'type'
  | 'claims'
  | 'untrusted'
  | 'purpose'
  | 'not_allowed'
  /** A token that is bound to a key, sent without it or as another kind. */
  | 'binding'
  | 'proof'
  | 'proof_nonce';

/** What the request carries in one place. */
export type Credential =
  | { readonly found: 'nothing' }
  | { readonly found: 'value'; readonly value: string }
  | { readonly found: 'unusable'; readonly reason: Rejection };

const nothing: Credential = { found: 'nothing' };

/** The one value of a header; repeated headers are unusable, since whoever stands before us may have read the other one. */
export function headerCredential(request: HttpRequest, name: string): Credential {
  if (!Object.hasOwn(request.headers, name)) return nothing;
  let value: string | undefined;
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index] ?? '';
    if (raw.length !== name.length || raw.toLowerCase() !== name) continue;
    if (value !== undefined) return { found: 'unusable', reason: 'repeated' };
    value = rawHeaders[index + 1] ?? '';
  }
  return usable(value);
}

/** What follows the authentication scheme in `Authorization` (RFC 9110 §11.6.2); scheme names ignore case. */
export function authorizationCredential(request: HttpRequest, scheme: 'bearer' | 'basic' | 'dpop'): Credential {
  const header = headerCredential(request, 'authorization');
  if (header.found !== 'value') return header;
  const { value } = header;
  if (value.slice(0, scheme.length).toLowerCase() !== scheme) return nothing;
  if (value.length === scheme.length) return { found: 'unusable', reason: 'malformed' };
  // `Bearerx …` is another scheme.
  if (value[scheme.length] !== ' ') return nothing;
  return usable(value.slice(scheme.length).trim());
}

/** The one value of a query parameter, form-decoded. */
export function queryCredential(request: HttpRequest, name: string): Credential {
  const pairs = request.query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    return equals < 0 ? { name: pair, value: '' } : { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
  const own = pairs.filter((pair) => formDecode(pair.name) === name);
  return single(own.map(({ value }) => formDecode(value)));
}

/** The one value of a cookie (RFC 6265 §5.4), without the quotes it may stand in. */
export function cookieCredential(request: HttpRequest, name: string): Credential {
  const values: string[] = [];
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    values.push(
      pair
        .slice(equals + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1'),
    );
  }
  return single(values);
}

function single(values: readonly (string | undefined)[]): Credential {
  if (values.length === 0) return nothing;
  return values.length > 1 ? { found: 'unusable', reason: 'repeated' } : usable(values[0]);
}

function usable(value: string | undefined): Credential {
  if (value === undefined || value === '') return { found: 'unusable', reason: 'malformed' };
  return value.length > maxLength ? { found: 'unusable', reason: 'too_long' } : { found: 'value', value };
}

function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
