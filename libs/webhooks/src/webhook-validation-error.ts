import { HttpError, type Violation } from '@brrt/router-core/ports';

/** The service wanted to send a webhook that its contract does not allow. Nothing of it is stored; what is wrong is in the log. */
export class WebhookValidationError extends HttpError {
  override readonly name = 'WebhookValidationError';
  readonly code = 'ERR_WEBHOOK_VALIDATION';
  readonly status = 500;
  readonly type = 'webhook-validation';
  readonly title = 'The service broke its contract';
  readonly breaches: readonly Violation[];
  constructor(webhook: string, breaches: readonly Violation[]) {
    super('A webhook of the service breaks its contract');
    this.breaches = breaches;
    const places = breaches.map(({ in: place, pointer, keyword }) => `${place}${pointer} (${keyword})`);
    this.cause = new TypeError(`${webhook} breaks the contract at ${places.join(', ')}`);
  }
}
