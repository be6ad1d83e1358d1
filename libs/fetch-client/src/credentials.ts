import type { FetchClientOptions } from './client-types.ts';
import type { CredentialRule } from './operation-rule.ts';

/** What a request carries to be let in. */
export interface Shown {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

const nothing: Shown = { headers: {}, query: {}, cookies: [] };

/** Of the first alternative whose credentials are all there; else nothing, and the service says what it wants. */
export async function showCredentials(
  security: readonly (readonly CredentialRule[])[] = [],
  { credentials = {} }: FetchClientOptions,
): Promise<Shown> {
  for (const alternative of security) {
    const shown: Shown[] = [];
    for (const rule of alternative) {
      const given = Object.hasOwn(credentials, rule.scheme) ? credentials[rule.scheme] : undefined;
      const value = typeof given === 'function' ? await given() : given;
      if (value !== undefined) shown.push(show(rule, value));
    }
    if (shown.length === alternative.length) return shown.reduce(join, nothing);
  }
  return nothing;
}

function show({ in: place, name = '' }: CredentialRule, value: string): Shown {
  switch (place) {
    case 'header':
      return { ...nothing, headers: { [name]: value } };
    case 'query':
      return { ...nothing, query: { [name]: value } };
    case 'cookie':
      return { ...nothing, cookies: [`${name}=${value}`] };
    case 'bearer':
      return { ...nothing, headers: { authorization: `Bearer ${value}` } };
    case 'basic':
      return { ...nothing, headers: { authorization: `Basic ${base64(value)}` } };
    case 'connection':
      return nothing;
  }
}

// RFC 7617 §2: user and password in UTF-8, then Base64.
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function join(one: Shown, other: Shown): Shown {
  return {
    headers: { ...one.headers, ...other.headers },
    query: { ...one.query, ...other.query },
    cookies: [...one.cookies, ...other.cookies],
  };
}
