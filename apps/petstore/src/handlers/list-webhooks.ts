import type { Context } from '../context.ts';
import { presentSubscription } from '../events/present-subscription.ts';
import type { ListWebhooksRequest, ListWebhooksResponse } from '../generated/handlers.gen.ts';

export function listWebhooks(_request: ListWebhooksRequest, { dependencies }: Context): ListWebhooksResponse {
  return { status: 200, body: dependencies.subscriptions.list().map(presentSubscription) };
}
