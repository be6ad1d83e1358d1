import type { Context } from '../context.ts';
import type { DeleteWebhookRequest, DeleteWebhookResponse } from '../generated/handlers.gen.ts';
import { notFound } from '../problems.ts';

export function deleteWebhook({ path }: DeleteWebhookRequest, { dependencies }: Context): DeleteWebhookResponse {
  if (!dependencies.subscriptions.cancel(path.subscription_id)) throw notFound('subscription');
  return { status: 204 };
}
