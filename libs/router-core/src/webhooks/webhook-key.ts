import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';

/** What signs webhooks or checks their signatures: a secret that both sides know, or one half of an Ed25519 pair. */
export type WebhookKey =
  | { readonly kind: 'secret'; readonly octets: Buffer }
  | { readonly kind: 'private'; readonly key: KeyObject }
  | { readonly kind: 'public'; readonly key: KeyObject };

// Standard Webhooks 1.0, "Signature scheme".
const leastOctets = 24;
const mostOctets = 64;
const seedOctets = 32;

/** DER of a key without its octets (RFC 8410 §7 and §4). */
const privateHead = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicHead = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Reads a key as it is shown to people: `whsec_…`, `whsk_…` (the seed, or the seed and the public key behind it), `whpk_…`, each
 * in base64. Undefined: it is none, or too short to be safe.
 */
export function parseWebhookKey(text: string): WebhookKey | undefined {
  const [, prefix, base64 = ''] = /^(whsec|whsk|whpk)_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const octets = Buffer.from(base64, 'base64');
  if (octets.toString('base64').replace(/=+$/, '') !== base64.replace(/=+$/, '')) return undefined;
  if (prefix === 'whsec')
    return octets.length < leastOctets || octets.length > mostOctets ? undefined : { kind: 'secret', octets };
  if (prefix === 'whpk') return octets.length === seedOctets ? { kind: 'public', key: publicKey(octets) } : undefined;
  return prefix === 'whsk' ? privateKey(octets) : undefined;
}

/** A secret that nobody can guess. */
export function createWebhookSecret(): string {
  return `whsec_${randomBytes(seedOctets).toString('base64')}`;
}

function privateKey(octets: Buffer): WebhookKey | undefined {
  if (octets.length !== seedOctets && octets.length !== 2 * seedOctets) return undefined;
  const der = Buffer.concat([privateHead, octets.subarray(0, seedOctets)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  if (octets.length === seedOctets) return { kind: 'private', key };
  // The second half is what the first one says, or the key is broken.
  const own = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicHead.length);
  return own.equals(octets.subarray(seedOctets)) ? { kind: 'private', key } : undefined;
}

function publicKey(octets: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([publicHead, octets]), format: 'der', type: 'spki' });
}
