import type { CallCredential, CallViolation } from '@brrt/dashboard';
import type { DevelopmentCredential } from '@brrt/router-core/config';
import { type Credential, schemeParts } from '@brrt/router-core/examples';
import { encodeFields } from '@brrt/router-core/params';
import type { SecurityScheme, ServiceModel } from '@brrt/service-model';
import type { ClientCertificate } from './find-client-certificate.ts';

/** What lets a request in, at one place of it. */
export interface PlacedCredential {
  readonly scheme: string;
  readonly place: 'headers' | 'query' | 'cookies';
  readonly name: string;
  /** In front of the secret: `Bearer `. */
  readonly prefix: string;
  readonly secret: string;
}

export interface PlacedCredentials {
  readonly placed: readonly PlacedCredential[];
  /** Of the connection. */
  readonly certificate: ClientCertificate | undefined;
  readonly violations: readonly CallViolation[];
}

/** What the development configuration has to open a service with. */
export interface DevelopmentKeys {
  readonly credentials: Development;
  readonly certificate: ClientCertificate | undefined;
}

type Development = Readonly<Record<string, DevelopmentCredential>>;

/** Puts each credential where its scheme wants it. What cannot be placed is said; no text of a finding has a secret in it. */
export function placeCredentials(
  credentials: readonly CallCredential[],
  { securitySchemes }: Pick<ServiceModel, 'securitySchemes'>,
  keys: DevelopmentKeys,
): PlacedCredentials {
  const placed: PlacedCredential[] = [];
  const violations: CallViolation[] = [];
  for (const credential of credentials) {
    const scheme = own(securitySchemes, credential.scheme);
    const found =
      scheme === undefined ? `${credential.scheme} is no scheme of the contract` : place(scheme, credential, keys);
    if (typeof found === 'string') violations.push(violation(found));
    else placed.push(...found);
  }
  // RFC 9110 §5.3: neither Authorization nor a key is a list.
  const headers = placed.filter(({ place }) => place === 'headers').map(({ name }) => name.toLowerCase());
  const twice = headers.find((name, index) => headers.indexOf(name) !== index);
  if (twice !== undefined) violations.push(violation(`Two credentials go into the header ${twice}: a request has one`));
  const shows = credentials.some(({ scheme }) => own(securitySchemes, scheme)?.type === 'mutualTLS');
  return { placed, violations, certificate: shows ? keys.certificate : undefined };
}

function violation(detail: string): CallViolation {
  return { in: 'header', pointer: '', keyword: 'credentials', detail };
}

function place(
  scheme: SecurityScheme,
  given: CallCredential,
  { credentials: development, certificate }: DevelopmentKeys,
): readonly PlacedCredential[] | string {
  if (scheme.type === 'mutualTLS') {
    if (certificate !== undefined) return [];
    return `${scheme.name} asks for a client certificate, and the console has none to show`;
  }
  const credential = credentialOf(scheme, given, development);
  if (typeof credential === 'string') return credential;
  const parts = schemeParts(scheme, credential);
  if (parts === undefined) return `${scheme.name} needs ${neededOf(scheme)}`;
  return (['headers', 'query', 'cookies'] as const).flatMap((at) =>
    parts[at].map(([name, value]) => ({ scheme: scheme.name, place: at, name, ...divided(at, name, value) })),
  );
}

/** `Bearer x` → the scheme, which is no secret, and the rest. */
function divided(
  at: PlacedCredential['place'],
  name: string,
  value: string,
): Pick<PlacedCredential, 'prefix' | 'secret'> {
  const end = at === 'headers' && name.toLowerCase() === 'authorization' ? value.indexOf(' ') + 1 : 0;
  return { prefix: value.slice(0, end), secret: value.slice(end) };
}

function credentialOf(scheme: SecurityScheme, given: CallCredential, development: Development): Credential | string {
  if ('useDevelopment' in given) {
    return own(development, scheme.name) ?? `config.development.yaml has no credential of ${scheme.name}`;
  }
  if ('username' in given) {
    // RFC 7617 §2: the first colon ends the name.
    if (given.username.includes(':')) return 'A user name of basic authentication has no colon';
    return { username: given.username, password: given.password };
  }
  if ('mint' in given) return `A token of ${scheme.name} can be made by the dashboard alone`;
  return scheme.type === 'apiKey' ? { key: given.value } : { token: given.value };
}

function neededOf(scheme: SecurityScheme): string {
  if (scheme.type === 'apiKey') return 'a key';
  return scheme.type === 'http' && scheme.scheme === 'basic' ? 'a user name and a password' : 'a token';
}

/** As it stands in a query; `shown` stands for the secret as it is. */
export function queryPair({ name, secret }: PlacedCredential, shown?: string): string {
  return shown === undefined ? encodeFields({ [name]: secret }) : `${encodeFields({ [name]: '' })}${shown}`;
}

function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
