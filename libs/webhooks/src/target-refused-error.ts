import { HttpError } from '@brrt/router-core/ports';

/** Webhooks are not sent to such a place. Thrown where one is registered, it answers the request that asked for it. */
export class TargetRefusedError extends HttpError {
  override readonly name = 'TargetRefusedError';
  readonly code = 'ERR_WEBHOOK_TARGET';
  readonly status = 422;
  readonly type = 'webhook-target-refused';
  readonly title = 'Webhooks are not sent to this address';
}
