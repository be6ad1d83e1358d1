import type { ContractSubset, Operation, SecurityScheme } from '@brrt/service-model';
import { credentialClash } from './credential-clash.ts';
import type { TokenSource } from './token-source.ts';

/** What a call carries to be let in. Names and values in turn; values are as they are sent, except query and cookie. */
export interface Credentials {
  readonly headers: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly cookies: readonly (readonly [name: string, value: string])[];
  /** Gives the token of `Authorization` for each call; undefined where none is needed or it is among `headers`. */
  readonly tokens?: TokenSource | undefined;
}

/** What this service has to show, by scheme of the called contract. */
export interface Configured {
  /** The API key, the token, or `user:password` for basic. */
  readonly values: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<string, TokenSource>>;
  /** Connections carry a client certificate. */
  readonly showsCertificate: boolean;
}

type Place = 'headers' | 'query' | 'cookies';

type Credential =
  | { readonly place: Place; readonly name: string; readonly value: string }
  | { readonly place: 'authorization'; readonly tokens: TokenSource };

/**
 * The credentials of an operation: those of its first alternative whose schemes are all configured and have room in one request,
 * none for a public one.
 * Undefined when the operation cannot be called with what is configured.
 */
export function compileCredentials(
  operation: Pick<Operation, 'security'>,
  schemes: ContractSubset['securitySchemes'],
  configured: Configured,
): Credentials | undefined {
  if (operation.security.length === 0) return { headers: [], query: [], cookies: [] };
  for (const alternative of operation.security) {
    const names = alternative.map(({ scheme }) => scheme);
    if (credentialClash(names, schemes) !== undefined) continue;
    const credentials = alternative.flatMap(({ scheme: name }) => {
      const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
      // Nothing of a call carries it; the connection does.
      if (scheme?.type === 'mutualTLS' && configured.showsCertificate) return [];
      return scheme === undefined ? undefined : findCredential(scheme, configured);
    });
    if (credentials.every((credential) => credential !== undefined)) return arrange(credentials);
  }
  return undefined;
}

function findCredential(scheme: SecurityScheme, { values, tokens }: Configured): Credential | undefined {
  const { name } = scheme;
  const source = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
  if (source !== undefined) return takesTokens(scheme) ? { place: 'authorization', tokens: source } : undefined;
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined ? undefined : credentialOf(scheme, value);
}

function takesTokens(scheme: SecurityScheme): boolean {
  if (scheme.type === 'http') return scheme.scheme === 'bearer';
  return scheme.type === 'oauth2' || scheme.type === 'openIdConnect';
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
  const pairsIn = (place: Place): [string, string][] =>
    credentials.flatMap((credential) => (credential.place === place ? [[credential.name, credential.value]] : []));
  const [tokens] = credentials.flatMap((credential) =>
    credential.place === 'authorization' ? [credential.tokens] : [],
  );
  return { headers: pairsIn('headers').flat(), query: pairsIn('query'), cookies: pairsIn('cookies'), tokens };
}
