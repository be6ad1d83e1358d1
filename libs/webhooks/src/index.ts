export { createWebhooks, type Webhooks, type WebhooksOptions } from './create-webhooks.ts';
export { runStatement, shareSqlite } from './outbox/share-sqlite.ts';
export type { DatabaseKind } from './outbox/statements.ts';
export type {
  DeliveryAttempt,
  DeliveryRecord,
  DeliveryState,
  QueueState,
} from './outbox/webhook-store.ts';
export { createWebhookTables, type WebhookTables } from './outbox/webhook-tables.ts';
export type { CallbackSender, PreparedWebhook, StatementRunner, WebhookSender } from './senders/create-senders.ts';
export { TargetRefusedError } from './target-refused-error.ts';
export type { NewEndpoint, WebhookEndpoints } from './webhook-endpoints.ts';
export { WebhookSecretError } from './webhook-secret-error.ts';
export { WebhookValidationError } from './webhook-validation-error.ts';
