import type { ServiceConfig } from '@brrt/router-core/config';
import type { Contract, LoggerFactory, ManagementEndpoint, WebhookObserver } from '@brrt/router-core/ports';
import type { Kysely } from 'kysely';
import { createDeliveriesEndpoint } from './deliveries-endpoint.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import { createOutboxStore } from './outbox/create-outbox-store.ts';
import type { DatabaseKind } from './outbox/statements.ts';
import type { WebhookStore } from './outbox/webhook-store.ts';
import type { WebhookTables } from './outbox/webhook-tables.ts';
import { createSenders } from './senders/create-senders.ts';
import { createEndpoints, type WebhookEndpoints } from './webhook-endpoints.ts';

export interface WebhooksOptions<Tables extends WebhookTables> {
  readonly contract: Contract;
  readonly config: Pick<ServiceConfig, 'webhooks' | 'production'>;
  /** With the tables of `createWebhookTables`. */
  readonly database: Kysely<Tables>;
  readonly kind: DatabaseKind;
  readonly logger: LoggerFactory;
  /** `webhooks` of `createObservability`. */
  readonly observer?: WebhookObserver | undefined;
}

/** What a service sends on its own; `Senders` is generated from its contract. */
export interface Webhooks<Senders> {
  readonly senders: Senders;
  readonly endpoints: WebhookEndpoints;
  /** What is in the outbox, to look at and to send again. */
  readonly deliveries: Pick<WebhookStore, 'list' | 'replay' | 'state'>;
  /** For the dashboard, outside production. */
  readonly management: readonly ManagementEndpoint[];
  /** Deliveries begin. */
  start(): void;
  /** Those under way end; the others wait for the next start. */
  stop(): Promise<void>;
}

/** Senders, endpoints and deliveries of one service. */
export function createWebhooks<Senders, Tables extends WebhookTables = WebhookTables>(
  options: WebhooksOptions<Tables>,
): Webhooks<Senders> {
  const { contract, config, kind, observer, logger } = options;
  // The cast: Kysely's own type is no wider for fewer tables; only those of the outbox are asked for.
  const database = options.database as unknown as Kysely<WebhookTables>;
  const store = createOutboxStore(database, kind);
  const dispatcher = new Dispatcher({ store, config: config.webhooks, observer, log: logger.service });
  return {
    // The cast: the types were generated from the contract that the senders are made of.
    senders: createSenders({ contract, kind, observer }) as Senders,
    endpoints: createEndpoints(store, config.webhooks, kind),
    deliveries: {
      list: (query) => store.list(query),
      state: () => store.state(),
      async replay(id, now) {
        const isPending = await store.replay(id, now);
        if (isPending) dispatcher.wake();
        return isPending;
      },
    },
    management: config.production ? [] : [createDeliveriesEndpoint(store, () => dispatcher.wake())],
    start: () => dispatcher.start(),
    stop: () => dispatcher.stop(),
  };
}
