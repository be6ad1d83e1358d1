import type { ContractSubset, Operation, SecurityScheme } from '@brrt/service-model';

/** What a call carries to be let in. Names and values in turn; values are as they are sent, except query and cookie. */
export interface Credentials {
  readonly headers: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly cookies: readonly (readonly [name: string, value: string])[];
}

interface Credential {
  readonly place: keyof Credentials;
  readonly name: string;
  readonly value: string;
}

/** What this service has to be let in with. */
export interface OwnCredentials {
  /** By scheme: the API key, the token, or `user:password` for basic. */
  readonly configured: Readonly<Record<string, string>>;
  /** Connections carry a client certificate. */
  readonly showsCertificate: boolean;
}

/**
 * The credentials of an operation: those of its first alternative whose schemes are all configured, none for a public one.
 * Undefined when the operation cannot be called with what is configured.
 */
export function compileCredentials(
  operation: Operation,
  schemes: ContractSubset['securitySchemes'],
  { configured, showsCertificate }: OwnCredentials,
): Credentials | undefined {
  if (operation.security.length === 0) return { headers: [], query: [], cookies: [] };
  for (const alternative of operation.security) {
    const credentials = alternative.flatMap(({ scheme: name }) => {
      const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
      // Nothing of a call carries it; the connection does.
      if (scheme?.type === 'mutualTLS' && showsCertificate) return [];
      const value = Object.hasOwn(configured, name) ? configured[name] : undefined;
      return scheme === undefined || value === undefined ? undefined : credentialOf(scheme, value);
    });
    if (credentials.every((credential) => credential !== undefined)) return arrange(credentials);
  }
  return undefined;
}

function credentialOf(scheme: SecurityScheme, value: string): Credential | undefined {
  switch (scheme.type) {
    case 'apiKey': {
      const place = ({ header: 'headers', query: 'query', cookie: 'cookies' } as const)[scheme.in];
      return { place, name: scheme.parameterName, value };
    }
    case 'oauth2':
    case 'openIdConnect':
      return authorization(`Bearer ${value}`);
    case 'http':
      if (scheme.scheme === 'bearer') return authorization(`Bearer ${value}`);
      // RFC 7617 §2: user and password in UTF-8, then Base64.
      if (scheme.scheme === 'basic') return authorization(`Basic ${Buffer.from(value).toString('base64')}`);
      return undefined;
    case 'mutualTLS':
      // Without a certificate for the connection there is none.
      return undefined;
  }
}

function authorization(value: string): Credential {
  return { place: 'headers', name: 'authorization', value };
}

function arrange(credentials: readonly Credential[]): Credentials {
  const pairsIn = (place: keyof Credentials): [string, string][] =>
    credentials.filter((credential) => credential.place === place).map(({ name, value }) => [name, value]);
  return { headers: pairsIn('headers').flat(), query: pairsIn('query'), cookies: pairsIn('cookies') };
}
