import { isWebhookScheme } from '@brrt/router-core/webhooks';
import type { SecurityScheme, ServiceModel } from '@brrt/service-model';
import { trustedLike } from './trusted-like.ts';
import { distinctVariableNames } from './variable-name.ts';
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
  const schemes = requiredSchemes(model);
  // A secret of one scheme must not open another: those of a BFF are of different kinds of clients.
  const distinct = distinctVariableNames();
  const variable: Variable = (...words) => `\${${distinct([service, ...words].join('_'))}}`;
  const sections = new Map<string, Map<string, Settings>>();
  for (const scheme of schemes) {
    const section = sectionOf(scheme);
    if (section === undefined) continue;
    const entries = sections.get(section) ?? new Map<string, Settings>();
    const peers = schemes.filter((each) => sectionOf(each) === section);
    const trusted = section === 'jwks' ? entries.get(trustedLike(scheme, peers, model.document).name) : undefined;
    const prefix = peers.length === 1 || (section === 'jwks' && entries.size === 0) ? [] : [scheme.name];
    sections.set(section, entries.set(scheme.name, trusted ?? settingsOf[section](variable, prefix)));
  }
  return `# Read over config.yaml while NODE_ENV is production. Secrets come from the environment.
${sections.size === 0 ? '' : yamlText({ security: sections })}http:
  # As long as a handler may take (http.handler_deadline_ms), so that no request is cut when the service stops.
  drain_timeout_ms: 30000
`;
}

type Settings = Readonly<Record<string, unknown>>;

/** The reference to a variable of its own, called after the service and these words. */
type Variable = (...words: readonly string[]) => string;

type Section = 'webhook_signatures' | 'api_keys' | 'basic' | 'jwks';

/** `prefix` tells a scheme from others of its section. */
const settingsOf: Readonly<Record<Section, (variable: Variable, prefix: readonly string[]) => Settings>> = {
  webhook_signatures: (variable, prefix) => ({ secrets: [variable(...prefix, 'WEBHOOK_SECRET')] }),
  api_keys: (variable, prefix) => ({ key: prefix.length === 0 ? variable('API_KEY') : variable(...prefix) }),
  basic: (variable, prefix) => ({ users: { admin: variable(...prefix, 'PASSWORD_HASH') } }),
  jwks: (variable, prefix) => ({
    jwks_url: variable(...prefix, 'JWKS_URL'),
    iss: variable(...prefix, 'ISSUER'),
    aud: variable(...prefix, 'AUDIENCE'),
  }),
};

function sectionOf(scheme: SecurityScheme): Section | undefined {
  if (isWebhookScheme(scheme)) return 'webhook_signatures';
  if (scheme.type === 'apiKey') return 'api_keys';
  if (scheme.type === 'mutualTLS') return undefined;
  if (scheme.type !== 'http' || scheme.scheme === 'bearer') return 'jwks';
  return scheme.scheme === 'basic' ? 'basic' : undefined;
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
