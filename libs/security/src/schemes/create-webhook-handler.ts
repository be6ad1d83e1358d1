import type { DevelopmentCredential, WebhookSignatureConfig } from '@brrt/router-core/config';
import type { AuthenticationResult, HttpRequest, SecurityHandler } from '@brrt/router-core/ports';
import {
  isSignedWebhook,
  isTimely,
  parseWebhookKey,
  type WebhookKey,
  webhookHeaders,
} from '@brrt/router-core/webhooks';
import type { ReplayStore } from '../dpop/replay-store.ts';
import { challenge } from './challenge.ts';
import { headerCredential } from './credential.ts';
import { absent, grant, rejected } from './grant.ts';

export interface WebhookOptions {
  readonly scheme: SecurityHandler['scheme'];
  readonly config: WebhookSignatureConfig | undefined;
  readonly development: DevelopmentCredential | undefined;
  readonly replayStore: ReplayStore;
}

const developmentToleranceSecs = 300;

/**
 * Signatures by Standard Webhooks 1.0. The body is read when the headers are worth it, and before anything decodes it. A message
 * is taken once: its sender signs a new time when it sends the same one again, and the id in the claims tells that it is the same.
 */
export function createWebhookHandler(options: WebhookOptions): SecurityHandler {
  const { scheme, config } = options;
  const verify = createVerifier(options);
  const toleranceSecs = config?.toleranceSecs ?? developmentToleranceSecs;
  return {
    scheme,
    readsBody: true,
    authenticate(request, required): AuthenticationResult | Promise<AuthenticationResult> {
      const [id, timestamp, signature] = [webhookHeaders.id, webhookHeaders.timestamp, webhookHeaders.signature].map(
        (header) => headerCredential(request, header),
      );
      if (signature?.found === 'nothing') return absent;
      if (id?.found !== 'value' || timestamp?.found !== 'value' || signature?.found !== 'value')
        return rejected('malformed');
      if (!isTimely(timestamp.value, toleranceSecs)) return rejected('expired');
      const expiresAt = (Number(timestamp.value) + toleranceSecs) * 1_000;
      const sent = { id: id.value, timestamp: timestamp.value, signature: signature.value, expiresAt };
      return verify(request, sent, required);
    },
    challenge: () => challenge('ApiKey', { realm: scheme.name, in: 'header', name: webhookHeaders.signature }),
  };
}

type Verifier = (
  request: HttpRequest,
  sent: SentSignature,
  required: readonly string[],
) => Promise<AuthenticationResult>;

function createVerifier({ scheme: { name }, config, development, replayStore }: WebhookOptions): Verifier {
  const secrets = [
    ...(config?.secrets ?? []),
    ...(development?.webhookSecret === undefined ? [] : [development.webhookSecret]),
  ];
  const keys = secrets.map(parseWebhookKey).filter((key): key is WebhookKey => key !== undefined);
  const scopes = config?.scopes ?? development?.scopes ?? [];
  const subject = config === undefined ? (development?.subject ?? name) : name;
  return async (request, { id, timestamp, signature, expiresAt }, required) => {
    const payload = await request.body.read(Number.POSITIVE_INFINITY);
    if (!isSignedWebhook({ id, timestamp, payload }, signature, keys)) return rejected('signature');
    const isNew = await noted(replayStore, `${name} ${id} ${timestamp}`, expiresAt);
    if (isNew === undefined) return { outcome: 'unavailable', retryAfterSeconds: 1 };
    if (!isNew) return rejected('replayed');
    const claims: Record<string, unknown> = Object.create(null);
    claims.sub = subject;
    claims[webhookHeaders.id] = id;
    claims[webhookHeaders.timestamp] = Number(timestamp);
    return grant({ scheme: name, subject, scopes, claims }, required);
  };
}

interface SentSignature {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  /** When its time is out of reach, milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Undefined: the store cannot tell. */
async function noted(store: ReplayStore, id: string, expiresAt: number): Promise<boolean | undefined> {
  try {
    return await store.note(id, expiresAt);
  } catch {
    return undefined;
  }
}
