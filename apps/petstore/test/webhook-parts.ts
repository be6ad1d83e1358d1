import { defaultConfig } from '@brrt/router-core/config';
import type { Logger } from '@brrt/router-core/ports';
import type { WebhookParts } from '../src/events/open-webhooks.ts';
import { contract } from '../src/generated/contract.gen.ts';

const silent = (): void => undefined;
const service: Logger = { debug: silent, info: silent, warn: silent, error: silent };

/** For tests of the store below the service. */
export const webhookParts: WebhookParts = {
  contract,
  config: defaultConfig(),
  logger: { service, forExchange: () => service },
};
