import { type Decoder, flag, integer, list, mistake, object, withDefault } from './decode.ts';

/** How the webhooks and callbacks of a contract are delivered. */
export interface WebhookConfig {
  /** The longest wait before the second attempt, the third, …; a delivery is dead after the last one. */
  readonly retrySecs: readonly number[];
  /** Of one attempt. */
  readonly timeoutMs: number;
  /** Attempts at once, of one process. */
  readonly concurrency: number;
  readonly concurrencyPerEndpoint: number;
  /** How often the outbox is looked into. */
  readonly pollMs: number;
  /** Attempts under way have this long when the service stops. */
  readonly drainMs: number;
  /** How long delivered and dead ones are remembered. */
  readonly keepDeliveredSecs: number;
  readonly keepDeadSecs: number;
  /** That endpoints may be at. */
  readonly ports: readonly number[];
  /** Endpoints on this machine, by http also; never in production. */
  readonly allowLoopback: boolean;
}

const secondsOfDay = 86_400;

// Standard Webhooks 1.0, "Deliverability and reliability".
const retrySecs = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, secondsOfDay];

const fields = object({
  retrySecs: withDefault(list(integer(1, 30 * secondsOfDay)), retrySecs),
  timeoutMs: withDefault(integer(1, 60_000), 15_000),
  concurrency: withDefault(integer(1, 1_000), 32),
  concurrencyPerEndpoint: withDefault(integer(1, 100), 4),
  pollMs: withDefault(integer(10, 60_000), 500),
  drainMs: withDefault(integer(0, 60_000), 10_000),
  keepDeliveredSecs: withDefault(integer(0), 7 * secondsOfDay),
  keepDeadSecs: withDefault(integer(0), 30 * secondsOfDay),
  ports: withDefault(list(integer(1, 65_535)), [443, 8_443]),
  allowLoopback: withDefault(flag, false),
});

/** Section `webhooks`. */
export const decodeWebhooks: Decoder<WebhookConfig> = (place, decoding) => {
  const config = fields(place, decoding);
  if (!config.allowLoopback || !decoding.production) return config;
  const at = { ...place, path: `${place.path}.allow_loopback` };
  mistake(decoding, at, 'lets anybody make the service call itself', 'not in production: remove it');
  return config;
};
