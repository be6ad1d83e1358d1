import type { ContractSubset, Operation, SecurityScheme } from '@brrt/service-model';

/** What opens one security scheme. Fields that its type does not need are left out. */
export interface Credential {
  /** Of an API key. */
  readonly key?: string | undefined;
  /** Of bearer, OAuth 2.0 and OpenID Connect. */
  readonly token?: string | undefined;
  /** Of basic. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** Names and values that let a request in, as they are before they are encoded. */
export interface CredentialParts {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly cookies: readonly (readonly [name: string, value: string])[];
}

type Credentials = Readonly<Record<string, Credential>>;

const none: CredentialParts = { headers: [], query: [], cookies: [] };

/**
 * What a request of an operation carries to be let in: by the first alternative of its security that can be met.
 * Undefined: there is none. mutualTLS asks nothing of a request: the connection carries it.
 */
export function credentialParts(
  operation: Operation,
  { securitySchemes }: Pick<ContractSubset, 'securitySchemes'>,
  credentials: Credentials,
): CredentialParts | undefined {
  if (operation.security.length === 0) return none;
  for (const alternative of operation.security) {
    const parts = alternative.map(({ scheme: name }) => {
      const scheme = own(securitySchemes, name);
      return scheme === undefined ? undefined : schemeParts(scheme, own(credentials, name) ?? {});
    });
    const joined = parts.every((part) => part !== undefined) ? parts.reduce(join, none) : undefined;
    if (joined !== undefined && !hasHeaderTwice(joined)) return joined;
  }
  return undefined;
}

/** RFC 9110 §5.3: neither Authorization nor a key is a list, so one request cannot carry two of them. */
function hasHeaderTwice({ headers }: CredentialParts): boolean {
  return new Set(headers.map(([name]) => name.toLowerCase())).size < headers.length;
}

/** Credentials of the right form for every scheme, for a service that only looks whether there are some. */
export function sampleCredentials({ securitySchemes }: Pick<ContractSubset, 'securitySchemes'>): Credentials {
  const sample: Credential = { key: 'example-key', token: 'example-token', username: 'example', password: 'example' };
  return Object.fromEntries(Object.keys(securitySchemes).map((name) => [name, sample]));
}

function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function join(one: CredentialParts, other: CredentialParts): CredentialParts {
  return {
    headers: [...one.headers, ...other.headers],
    query: [...one.query, ...other.query],
    cookies: [...one.cookies, ...other.cookies],
  };
}

/** What one scheme asks for in a request; undefined: the credential is none of its kind. */
export function schemeParts(
  scheme: SecurityScheme,
  { key, token, username, password }: Credential,
): CredentialParts | undefined {
  switch (scheme.type) {
    case 'apiKey': {
      const place = ({ header: 'headers', query: 'query', cookie: 'cookies' } as const)[scheme.in];
      return key === undefined ? undefined : { ...none, [place]: [[scheme.parameterName, key]] };
    }
    case 'http':
      if (scheme.scheme !== 'basic') return token === undefined ? undefined : authorization(scheme.scheme, token);
      if (username === undefined || password === undefined) return undefined;
      // RFC 7617 §2: user and password in UTF-8, then Base64.
      return authorization('basic', Buffer.from(`${username}:${password}`).toString('base64'));
    case 'oauth2':
    case 'openIdConnect':
      return token === undefined ? undefined : authorization('bearer', token);
    case 'mutualTLS':
      return none;
  }
}

function authorization(scheme: string, credentials: string): CredentialParts {
  const name = scheme.charAt(0).toUpperCase() + scheme.slice(1);
  return { ...none, headers: [['authorization', `${name} ${credentials}`]] };
}
