import type { SecurityScheme } from '@brrt/service-model';
import { webhookHeaders } from './webhook-signature.ts';

/** On a security scheme: credentials are signatures of webhooks. */
export const webhookExtension = 'x-webhook-signature';

/** Whether a scheme of the contract asks for signed webhooks. */
export function isWebhookScheme({ extensions }: Pick<SecurityScheme, 'extensions'>): boolean {
  return Object.hasOwn(extensions, webhookExtension);
}

/** Why a scheme with `x-webhook-signature` cannot be checked; undefined: it can. */
export function unusableWebhookScheme(scheme: SecurityScheme): string | undefined {
  if (scheme.extensions[webhookExtension] !== 'standard') return `${webhookExtension} has to be standard`;
  const isHeader = scheme.type === 'apiKey' && scheme.in === 'header';
  if (isHeader && scheme.parameterName.toLowerCase() === webhookHeaders.signature) return undefined;
  return `${webhookExtension} has to stand on an apiKey in the header ${webhookHeaders.signature}`;
}
