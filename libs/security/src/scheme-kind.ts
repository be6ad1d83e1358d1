import { isWebhookScheme } from '@brrt/router-core/webhooks';
import type { SecurityScheme } from './contract.ts';

/** What a scheme is verified by, as far as its type decides that. */
export type Kind = 'apiKey' | 'webhook' | 'bearer' | 'basic' | 'mutualTLS';

/** Undefined: nothing here verifies it. */
export function kindOf(scheme: SecurityScheme): Kind | undefined {
  if (isWebhookScheme(scheme)) return 'webhook';
  if (scheme.type === 'apiKey' || scheme.type === 'mutualTLS') return scheme.type;
  if (scheme.type === 'oauth2' || scheme.type === 'openIdConnect') return 'bearer';
  if (scheme.type === 'http' && (scheme.scheme === 'bearer' || scheme.scheme === 'basic')) return scheme.scheme;
  return undefined;
}

/** A scheme in words of the contract. */
export function describe(scheme: SecurityScheme): string {
  if (isWebhookScheme(scheme)) return 'signed webhooks';
  if (scheme.type === 'apiKey') return `apiKey in ${scheme.in} ${scheme.parameterName}`;
  return scheme.type === 'http' ? `http ${scheme.scheme}` : scheme.type;
}

/** What to write into `config.yaml` for a scheme. */
export function yamlFor({ name }: SecurityScheme, kind: Kind): string {
  const variable = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/\W/g, '_')
    .toUpperCase();
  const lines = {
    webhook: [
      'webhook_signatures:',
      `  ${name}:`,
      `    secrets: ["\${${variable}_SECRET}"] # whsec_…, from the sender`,
    ],
    apiKey: ['api_keys:', `  ${name}:`, `    key: \${${variable}}`],
    bearer: [
      'oidc: # or jwks, with jwks_url and iss; or introspection',
      `  ${name}:`,
      '    issuer: https://issuer.example/',
      '    aud: this-api',
    ],
    mutualTLS: ['mutual_tls: # and tls, with cert_file and key_file', `  ${name}:`, '    trust: [client-ca.pem]'],
    basic: [
      'basic:',
      `  ${name}:`,
      '    users:',
      `      someone: \${${variable}_HASH} # from hashPassword of @brrt/security`,
    ],
  };
  return ['security:', ...lines[kind].map((line) => `  ${line}`)].join('\n');
}
