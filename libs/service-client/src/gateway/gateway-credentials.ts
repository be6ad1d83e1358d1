import type { ClientConfig, PassedSchemeConfig } from '@brrt/router-core/config';
import type { SecurityScheme } from '@brrt/service-model';
import { ClientConfigurationError } from '../client-configuration-error.ts';
import { type Credentials, compileCredentials } from '../compile-credentials.ts';
import { credentialClash } from '../credential-clash.ts';
import type { TokenSource } from '../token-source.ts';

/**
 * What every request that is passed on to a service carries: the credentials that `pass_through.security_schemes` describes, and
 * tokens.
 * @throws ClientConfigurationError for a credential that is not there or of which nothing says where it stands, and for two in
 * the same field
 */
export function gatewayCredentials(
  service: string,
  { credentials, passThrough }: Pick<ClientConfig, 'credentials' | 'passThrough'>,
  tokens: Readonly<Record<string, TokenSource>>,
): Credentials {
  const described = Object.entries(passThrough.securitySchemes);
  const [unplaced] = Object.keys(credentials);
  if (described.length === 0 && unplaced !== undefined) throw fault(service, unknownPlace(service, unplaced));
  for (const [name, { type, name: parameterName, scheme }] of described) {
    if (type === 'apiKey' && parameterName === undefined) throw fault(service, unknownPlace(service, name));
    const isToken = type === 'http' && scheme === 'bearer' && Object.hasOwn(tokens, name);
    if (!isToken && !Object.hasOwn(credentials, name)) throw fault(service, missingCredential(service, name));
  }
  const schemes = new Map<string, SecurityScheme>([
    ...described.map(([name, config]) => [name, toScheme(name, config)] as const),
    ...Object.keys(tokens).map((name) => [name, toScheme(name, bearer)] as const),
  ]);
  const clash = credentialClash([...schemes.keys()], Object.fromEntries(schemes));
  if (clash !== undefined) throw fault(service, `clients.${service}: ${clash}`);
  const security = [[...schemes.keys()].map((scheme) => ({ scheme, scopes: [] }))];
  const compiled = compileCredentials({ security }, Object.fromEntries(schemes), {
    ...{ values: credentials, tokens, showsCertificate: false },
  });
  return compiled ?? { headers: [], query: [], cookies: [] };
}

function fault(service: string, message: string): ClientConfigurationError {
  return new ClientConfigurationError(service, message);
}

const bearer: PassedSchemeConfig = { type: 'http', in: 'header', name: undefined, scheme: 'bearer' };
const nowhere = { file: '', line: 0, column: 0, pointer: '' };

function toScheme(
  name: string,
  { type, in: place, name: parameterName = '', scheme }: PassedSchemeConfig,
): SecurityScheme {
  const base = { name, extensions: {}, source: nowhere };
  return type === 'apiKey' ? { ...base, type, in: place, parameterName } : { ...base, type, scheme };
}

function unknownPlace(service: string, name: string): string {
  const key = `clients.${service}.pass_through.security_schemes.${name}`;
  return (
    `clients.${service}.credentials.${name}: nothing says where requests that are passed on carry it: ` +
    `set ${key} to { type: apiKey, in: header, name: X-API-Key } or { type: http, scheme: basic }, as the contract of ${service} has it`
  );
}

function missingCredential(service: string, name: string): string {
  return `Requests that are passed on to ${service} carry ${name}, and nobody has it: set clients.${service}.credentials.${name}`;
}
