import type { Context } from '../context.ts';
import { presentSubscription } from '../events/present-subscription.ts';
import type { RegisterWebhookRequest, RegisterWebhookResponse } from '../generated/handlers.gen.ts';

export function registerWebhook({ body }: RegisterWebhookRequest, { dependencies }: Context): RegisterWebhookResponse {
  const { subscription, isNew, secret } = dependencies.subscriptions.subscribe(body);
  const shown = presentSubscription(subscription);
  return { status: isNew ? 201 : 200, body: secret === undefined ? shown : { ...shown, secret } };
}
