export { createWebhookSecret, parseWebhookKey, type WebhookKey } from './webhook-key.ts';
export { isWebhookScheme, unusableWebhookScheme, webhookExtension } from './webhook-scheme.ts';
export { isSignedWebhook, isTimely, signWebhook, type WebhookMessage, webhookHeaders } from './webhook-signature.ts';
