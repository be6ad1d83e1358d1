import { createHmac, createPublicKey, sign, timingSafeEqual, verify } from 'node:crypto';
import type { WebhookKey } from './webhook-key.ts';

/** What is signed: octets as they are sent, and what is sent beside them. */
export interface WebhookMessage {
  readonly id: string;
  /** Seconds since 1970, as in the header. */
  readonly timestamp: string;
  readonly payload: Uint8Array | string;
}

export const webhookHeaders = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

// While secrets change there are two or three; nobody makes us check a thousand.
const mostSignatures = 16;

/** The header `webhook-signature` (Standard Webhooks 1.0): one signature for each key. */
export function signWebhook(message: WebhookMessage, keys: readonly WebhookKey[]): string {
  const content = contentOf(message);
  return keys.map((key) => signOnce(content, key)).join(' ');
}

/** Whether one of the signatures is by one of the keys. Symmetric ones are compared in constant time. */
export function isSignedWebhook(message: WebhookMessage, signatures: string, keys: readonly WebhookKey[]): boolean {
  const content = contentOf(message);
  const sent = signatures.split(' ').slice(0, mostSignatures);
  return sent.some((signature) => keys.some((key) => isSignature(content, signature, key)));
}

/** Whether a header `webhook-timestamp` lies no further from now than that, before or after. */
export function isTimely(timestamp: string, toleranceSecs: number, now: number = Date.now()): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now / 1_000 - Number(timestamp)) <= toleranceSecs;
}

function contentOf({ id, timestamp, payload }: WebhookMessage): Buffer {
  const octets = typeof payload === 'string' ? Buffer.from(payload) : payload;
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`), octets]);
}

function signOnce(content: Buffer, key: WebhookKey): string {
  if (key.kind === 'public') throw new TypeError('A public key signs nothing');
  if (key.kind === 'secret') return `v1,${mac(content, key.octets).toString('base64')}`;
  return `v1a,${sign(null, content, key.key).toString('base64')}`;
}

function isSignature(content: Buffer, signature: string, key: WebhookKey): boolean {
  const comma = signature.indexOf(',');
  const octets = Buffer.from(signature.slice(comma + 1), 'base64');
  const version = signature.slice(0, comma);
  if (key.kind === 'secret') {
    const own = mac(content, key.octets);
    return version === 'v1' && octets.length === own.length && timingSafeEqual(octets, own);
  }
  const publicKey = key.kind === 'private' ? createPublicKey(key.key) : key.key;
  return version === 'v1a' && octets.length === 64 && verify(null, content, publicKey, octets);
}

function mac(content: Buffer, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(content).digest();
}
