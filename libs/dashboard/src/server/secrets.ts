import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What opens the dashboard: in the printed URL, and as `Authorization: Bearer`. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What a browser is given for the token: who reads the cookie does not know what the URL was. */
export function cookieOf(token: string, port: number): string {
  return derive(token, `cookie ${port}`);
}

/** Shows who asks that this is the dashboard whose token he has, before he sends it. */
export function proofOf(token: string, challenge: string): string {
  return derive(token, `identify ${challenge}`);
}

/** Takes the same time wherever the two differ. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function derive(token: string, purpose: string): string {
  return createHmac('sha256', token).update(purpose).digest('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
