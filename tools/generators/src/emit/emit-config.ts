import type { SecurityScheme, ServiceModel } from '@brrt/service-model';

/** `config.yaml` of a new service: its port, and in comments what production has to add. */
export function emitConfig(
  model: ServiceModel,
  { service, port }: { readonly service: string; readonly port: number },
): string {
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
${productionSecurity(model, service)}`;
}

function productionSecurity(model: ServiceModel, service: string): string {
  const schemes = requiredSchemes(model);
  if (schemes.length === 0) return '';
  const variable = service.replaceAll('-', '_').toUpperCase();
  const sections = new Map<string, string[]>();
  for (const scheme of schemes) {
    const entry = productionEntry(scheme, variable);
    if (entry !== undefined) sections.set(entry.section, [...(sections.get(entry.section) ?? []), ...entry.lines]);
  }
  const lines = [...sections].flatMap(([section, entries]) => [
    `  ${section}:`,
    ...entries.map((entry) => `    ${entry}`),
  ]);
  if (lines.length === 0) return '';
  return `
# In production add what config.development.yaml stands in for:
#
# security:
${lines.map((line) => `# ${line}\n`).join('')}`;
}

function productionEntry(
  scheme: SecurityScheme,
  variable: string,
): { readonly section: string; readonly lines: readonly string[] } | undefined {
  const name = yamlString(scheme.name);
  if (scheme.type === 'apiKey') return { section: 'api_keys', lines: [`${name}:`, `  key: \${${variable}_API_KEY}`] };
  if (scheme.type === 'http' && scheme.scheme === 'basic') {
    return { section: 'basic', lines: [`${name}:`, '  users:', `    admin: \${${variable}_PASSWORD_HASH}`] };
  }
  if (scheme.type === 'mutualTLS' || (scheme.type === 'http' && scheme.scheme !== 'bearer')) return undefined;
  const lines = [
    '  jwks_url: https://issuer.example.com/.well-known/jwks.json',
    '  iss: https://issuer.example.com/',
    '  aud: my-api',
  ];
  return { section: 'jwks', lines: [`${name}:`, ...lines] };
}

/** `config.development.yaml`: one random credential per security scheme that some operation requires. */
export function emitDevelopmentConfig(model: ServiceModel, { secret }: { readonly secret: () => string }): string {
  const entries = requiredSchemes(model).flatMap((scheme) => {
    const credential = developmentCredential(scheme, model, secret);
    return credential === undefined
      ? []
      : [`    ${yamlString(scheme.name)}:\n${credential.map((line) => `      ${line}\n`).join('')}`];
  });
  const head = '# Read only while NODE_ENV is not production. These credentials open nothing anywhere else.\n';
  return entries.length === 0 ? head : `${head}security:\n  development:\n${entries.join('')}`;
}

function developmentCredential(
  scheme: SecurityScheme,
  model: ServiceModel,
  secret: () => string,
): readonly string[] | undefined {
  switch (scheme.type) {
    case 'apiKey':
      return [`key: ${secret()}`, 'subject: developer'];
    case 'oauth2':
    case 'openIdConnect':
      return [
        `token: ${secret()}`,
        'subject: developer',
        `scopes: [${scopesOf(scheme, model).map(yamlString).join(', ')}]`,
      ];
    case 'http':
      if (scheme.scheme === 'basic') return ['username: developer', `password: ${secret()}`, 'subject: developer'];
      if (scheme.scheme !== 'bearer') return undefined;
      return [
        `token: ${secret()}`,
        'subject: developer',
        `scopes: [${scopesOf(scheme, model).map(yamlString).join(', ')}]`,
      ];
    case 'mutualTLS':
      return undefined;
  }
}

function scopesOf({ name }: SecurityScheme, { operations }: ServiceModel): readonly string[] {
  const required = operations.flatMap(({ security }) => security.flat()).filter(({ scheme }) => scheme === name);
  return [...new Set(required.flatMap(({ scopes }) => scopes))];
}

/** Schemes that some operation names, in the order of the contract. */
export function requiredSchemes({ operations, securitySchemes }: ServiceModel): readonly SecurityScheme[] {
  const names = new Set(operations.flatMap(({ security }) => security.flat().map(({ scheme }) => scheme)));
  return Object.values(securitySchemes).filter(({ name }) => names.has(name));
}

/** Plain where YAML reads it back as the same string, else double-quoted (JSON is YAML 1.2). */
function yamlString(text: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
