import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { TokenWish } from '../api/console.ts';

/** What the process of a service is told: whose tokens it may take where its development configuration opens a scheme. */
export interface IssuerMessage {
  readonly type: 'brrt:issuer';
  /** JSON Web Keys (RFC 7517), public ones. */
  readonly keys: readonly object[];
}

/** Makes tokens that services take which this process runs for development, and nobody else. */
export interface DevelopmentIssuer {
  readonly message: IssuerMessage;
  mint(wish: TokenWish): string;
}

/** No address: nothing can be found there, and no real issuer has this name. */
const issuer = 'urn:brrt:development';
const lifeSeconds = 900;

/** With a key pair of its own, whose private half never leaves the memory of this process. */
export function createDevelopmentIssuer(): DevelopmentIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  const header = { alg: 'ES256', typ: 'at+jwt', kid };
  return {
    message: { type: 'brrt:issuer', keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] },
    mint({ subject = 'developer', scopes }) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer,
        sub: subject,
        scope: scopes.join(' '),
        iat: now,
        exp: now + lifeSeconds,
        jti: randomUUID(),
      };
      const content = `${encode(header)}.${encode(claims)}`;
      // RFC 7518 §3.4: R and S one behind the other.
      const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${content}.${signature.toString('base64url')}`;
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
