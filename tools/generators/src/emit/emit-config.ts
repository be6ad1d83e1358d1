import { isWebhookScheme } from '@brrt/router-core/webhooks';
import type { SecurityScheme, ServiceModel } from '@brrt/service-model';
import { variableName } from './variable-name.ts';
import { configText, yamlText } from './yaml-text.ts';

/** `config.yaml` of a new service: its port, and in comments what it could have. */
export function emitConfig(port: number): string {
  return `port: ${port}

# http:
#   handler_deadline_ms: 5000
# cors:
#   origins: [https://app.example.com]
# rate_limit:
#   enabled: true
#   requests: 100
#   window_secs: 60
# log:
#   level: info
`;
}

/** `config.production.yaml`: what `config.development.yaml` stands in for, from the environment, and time for requests when it stops. */
export function emitProductionConfig(model: ServiceModel, service: string): string {
  const sections = new Map<string, Map<string, unknown>>();
  const entries = requiredSchemes(model).flatMap((scheme) => productionEntry(scheme, service) ?? []);
  for (const { section, scheme, settings } of entries) {
    // A secret of one scheme must not open another: those of a BFF are of different kinds of clients.
    const isAlone = entries.filter((entry) => entry.section === section).length === 1;
    sections.set(section, (sections.get(section) ?? new Map()).set(scheme, settings(isAlone)));
  }
  return `# Read over config.yaml while NODE_ENV is production. Secrets come from the environment.
${sections.size === 0 ? '' : yamlText({ security: sections })}http:
  # As long as a handler may take (http.handler_deadline_ms), so that no request is cut when the service stops.
  drain_timeout_ms: 30000
`;
}

interface ProductionEntry {
  readonly section: string;
  readonly scheme: string;
  /** @param isAlone no other scheme is in the section */
  readonly settings: (isAlone: boolean) => Readonly<Record<string, unknown>>;
}

function productionEntry(scheme: SecurityScheme, service: string): ProductionEntry | undefined {
  const variable = (...words: readonly string[]) => `\${${variableName([service, ...words].join('_'))}}`;
  const { name } = scheme;
  if (isWebhookScheme(scheme))
    return {
      section: 'webhook_signatures',
      scheme: name,
      settings: (isAlone) => ({ secrets: [variable(...(isAlone ? [] : [name]), 'WEBHOOK_SECRET')] }),
    };
  if (scheme.type === 'apiKey')
    return {
      section: 'api_keys',
      scheme: name,
      settings: (isAlone) => ({ key: isAlone ? variable('API_KEY') : variable(name) }),
    };
  if (scheme.type === 'http' && scheme.scheme === 'basic')
    return {
      section: 'basic',
      scheme: name,
      settings: (isAlone) => ({ users: { admin: variable(...(isAlone ? [] : [name]), 'PASSWORD_HASH') } }),
    };
  if (scheme.type === 'mutualTLS' || (scheme.type === 'http' && scheme.scheme !== 'bearer')) return undefined;
  return {
    section: 'jwks',
    scheme: name,
    settings: () => ({ jwks_url: variable('JWKS_URL'), iss: variable('ISSUER'), aud: variable('AUDIENCE') }),
  };
}

/** `config.development.yaml`: one random credential per security scheme that some operation requires. */
export function emitDevelopmentConfig(model: ServiceModel, { secret }: { readonly secret: () => string }): string {
  const entries = requiredSchemes(model).flatMap((scheme) => {
    const credential = developmentCredential(scheme, model, secret);
    return credential === undefined ? [] : [[scheme.name, credential] as const];
  });
  const head = '# Read only while NODE_ENV is not production. These credentials open nothing anywhere else.\n';
  return entries.length === 0 ? head : `${head}${yamlText({ security: { development: new Map(entries) } })}`;
}

function developmentCredential(
  scheme: SecurityScheme,
  model: ServiceModel,
  secret: () => string,
): Readonly<Record<string, unknown>> | undefined {
  if (isWebhookScheme(scheme)) return { webhook_secret: webhookSecret(secret()), subject: 'sender' };
  switch (scheme.type) {
    case 'apiKey':
      return { key: secret(), subject: 'developer' };
    case 'oauth2':
    case 'openIdConnect':
      return { token: secret(), subject: 'developer', scopes: scopesOf(scheme, model) };
    case 'http':
      if (scheme.scheme === 'basic') return { username: 'developer', password: secret(), subject: 'developer' };
      if (scheme.scheme !== 'bearer') return undefined;
      return { token: secret(), subject: 'developer', scopes: scopesOf(scheme, model) };
    case 'mutualTLS':
      return { loopback: true, subject: 'developer', scopes: scopesOf(scheme, model) };
  }
}

/** Of a text that nobody can guess: its octets in the form of Standard Webhooks. */
function webhookSecret(secret: string): string {
  return `whsec_${Buffer.from(secret.padEnd(24, '0')).subarray(0, 64).toString('base64')}`;
}

/** As values of the configuration, where `${NAME}` would be a variable. */
function scopesOf({ name }: SecurityScheme, { operations }: ServiceModel): readonly string[] {
  const required = operations.flatMap(({ security }) => security.flat()).filter(({ scheme }) => scheme === name);
  return [...new Set(required.flatMap(({ scopes }) => scopes))].map(configText);
}

/** Schemes that some operation names, in the order of the contract. */
export function requiredSchemes({ operations, securitySchemes }: ServiceModel): readonly SecurityScheme[] {
  const names = new Set(operations.flatMap(({ security }) => security.flat().map(({ scheme }) => scheme)));
  return Object.values(securitySchemes).filter(({ name }) => names.has(name));
}
