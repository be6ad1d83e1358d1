import { randomUUID } from 'node:crypto';
import { createWebhookSecret, parseWebhookKey } from '@brrt/router-core/webhooks';
import type { CompiledQuery } from 'kysely';
import { checkTarget, type TargetRules } from './delivery/target-rules.ts';
import type { DatabaseKind } from './outbox/statements.ts';
import { deleteEndpoint, insertEndpoint, renewEndpoint } from './outbox/webhook-statements.ts';
import type { EndpointSecret, WebhookStore } from './outbox/webhook-store.ts';
import { WebhookSecretError } from './webhook-secret-error.ts';

/** What registers an endpoint, to be run in the transaction of whatever asks for it. */
export interface NewEndpoint {
  readonly id: string;
  /** For its owner, who is told once: `whsec_…`. */
  readonly secret: string;
  readonly statement: CompiledQuery;
}

/** Where webhooks go. Statements are run by the service, in a transaction of its own. */
export interface WebhookEndpoints {
  /**
   * @param secret `whsec_…` or `whsk_…` that its owner chose; one that nobody can guess when left out
   * @throws TargetRefusedError, an answer with status 422, for an address that webhooks are not sent to
   * @throws WebhookSecretError, the same, for a secret that is none
   */
  create(url: string, secret?: string): NewEndpoint;
  /** With everything that waits for it. */
  remove(id: string): CompiledQuery;
  /** It takes webhooks again, after 410 had ended it, signed with another secret from now on. */
  renew(id: string, secret?: string): Omit<NewEndpoint, 'id'>;
  /** A new secret; deliveries are signed with the old one too, for so long. Undefined: there is no such endpoint. */
  rotateSecret(id: string, overlapSecs?: number): Promise<string | undefined>;
}

const oneDay = 86_400;

export function createEndpoints(store: WebhookStore, rules: TargetRules, kind: DatabaseKind): WebhookEndpoints {
  return {
    create(url, secret = createWebhookSecret()) {
      checkTarget(url, rules);
      checkSecret(secret);
      const id = randomUUID();
      return { id, secret, statement: insertEndpoint({ id, url, secrets: [{ key: secret }], now: Date.now() }, kind) };
    },
    remove: (id) => deleteEndpoint(id, kind),
    renew(id, secret = createWebhookSecret()) {
      checkSecret(secret);
      return { secret, statement: renewEndpoint(id, [{ key: secret }], kind) };
    },
    async rotateSecret(id, overlapSecs = oneDay) {
      for (;;) {
        const endpoint = await store.findEndpoint(id);
        if (endpoint === undefined) return undefined;
        const key = createWebhookSecret();
        const after = [{ key }, ...retire(endpoint.secrets, Date.now(), overlapSecs)];
        if (await store.changeSecrets(id, endpoint.secrets, after)) return key;
      }
    },
  };
}

function checkSecret(secret: string): void {
  const key = parseWebhookKey(secret);
  if (key === undefined || key.kind === 'public') throw new WebhookSecretError();
}

function retire(secrets: readonly EndpointSecret[], now: number, overlapSecs: number): readonly EndpointSecret[] {
  return secrets
    .map(({ key, until = Number.POSITIVE_INFINITY }) => ({ key, until: Math.min(until, now + overlapSecs * 1_000) }))
    .filter(({ until }) => until > now);
}
