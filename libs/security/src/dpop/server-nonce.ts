import { createHmac, timingSafeEqual } from 'node:crypto';

const stepMs = 60_000;
const acceptedSteps = 5;

/** Values that a client has to repeat in its proofs (RFC 9449 §8): whoever knows one has asked this service lately. */
export interface ServerNonce {
  current(): string;
  isFresh(nonce: string): boolean;
}

/** Nonces are made from the secret and the minute, so every process that knows the secret accepts those of the others. */
export function createServerNonce(secret: string): ServerNonce {
  const at = (step: number): Buffer => createHmac('sha256', secret).update(`dpop-nonce:${step}`).digest();
  const step = (): number => Math.floor(Date.now() / stepMs);
  return {
    current: () => at(step()).toString('base64url'),
    isFresh(nonce) {
      const given = Buffer.from(nonce, 'base64url');
      const now = step();
      return Array.from({ length: acceptedSteps }, (_, age) => at(now - age)).some(
        (known) => known.length === given.length && timingSafeEqual(known, given),
      );
    },
  };
}
