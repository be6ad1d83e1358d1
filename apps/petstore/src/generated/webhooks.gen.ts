// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

import type { CallbackSender } from '@brrt/webhooks';
import type {
  Callbacks,
  RegisterWebhookRequest,
  RegisterWebhookResponse,
} from './handlers.gen.ts';

/** What the service sends on its own: give it to `createWebhooks` of `@brrt/webhooks`. */
export interface Senders {
  readonly webhooks: {};
  /** By operation. */
  readonly callbacks: {
    readonly registerWebhook: {
      readonly onEvent: CallbackSender<Callbacks["registerWebhook"]["onEvent"]["request"], RegisterWebhookRequest, RegisterWebhookResponse>;
    };
  };
}
