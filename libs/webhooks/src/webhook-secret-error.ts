import { HttpError } from '@brrt/router-core/ports';

/** What was given to sign webhooks with is no secret. Thrown where an endpoint is registered, it answers the request that asked for it. */
export class WebhookSecretError extends HttpError {
  override readonly name = 'WebhookSecretError';
  readonly code = 'ERR_WEBHOOK_SECRET';
  readonly status = 422;
  readonly type = 'webhook-secret';
  readonly title = 'Webhooks are not signed with this';
  constructor() {
    super('It is neither a secret whsec_… of 24 to 64 octets in base64 nor a private key whsk_…');
  }
}
