import type { ClientConfig, PassedSchemeConfig } from '@brrt/router-core/config';
import type { SecurityScheme } from '@brrt/service-model';
import { ClientConfigurationError } from '../client-configuration-error.ts';
import { type Credentials, compileCredentials } from '../compile-credentials.ts';
import type { TokenSource } from '../token-source.ts';

/**
 * What every request that is passed on to a service carries: all of `credentials` and `tokens`.
 * @throws ClientConfigurationError for a credential of which nothing says where it stands, and for two in `Authorization`
 */
export function gatewayCredentials(
  service: string,
  { credentials, passThrough }: Pick<ClientConfig, 'credentials' | 'passThrough'>,
  tokens: Readonly<Record<string, TokenSource>>,
): Credentials {
  const schemes = new Map<string, SecurityScheme>();
  for (const name of Object.keys(tokens)) schemes.set(name, toScheme(name, bearer));
  for (const name of Object.keys(credentials)) {
    const { securitySchemes } = passThrough;
    const config = Object.hasOwn(securitySchemes, name) ? securitySchemes[name] : undefined;
    if (config === undefined || (config.type === 'apiKey' && config.name === undefined)) {
      throw new ClientConfigurationError(service, unknownPlace(service, name));
    }
    schemes.set(name, toScheme(name, config));
  }
  const inAuthorization = [...schemes.values()].filter(({ type }) => type === 'http');
  if (inAuthorization.length > 1) {
    const names = inAuthorization.map(({ name }) => name).join(' and ');
    throw new ClientConfigurationError(service, `clients.${service}: ${names} both go into the header Authorization`);
  }
  const security = [[...schemes.keys()].map((scheme) => ({ scheme, scopes: [] }))];
  const compiled = compileCredentials({ security }, Object.fromEntries(schemes), {
    ...{ values: credentials, tokens, showsCertificate: false },
  });
  return compiled ?? { headers: [], query: [], cookies: [] };
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
