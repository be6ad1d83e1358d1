import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { encode, good, token } from './given-tokens.ts';

export const holder = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const thief = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** RFC 7638 §3: the required members in lexicographic order. */
export function thumbprint(key: KeyObject): string {
  const { crv, kty, x, y } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

export const boundToken = (more: object = {}) =>
  token({ payload: { ...good(), cnf: { jkt: thumbprint(holder.publicKey) }, ...more } });

export interface ProofParts {
  readonly header?: object;
  readonly claims?: object;
  /** Signs, and stands in the header. */
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly sign?: (input: string) => string;
}

let count = 0;

/** A proof for `GET https://api.example/orders` with a fresh `jti`, but for what is given. */
export function proofFor(accessToken: string, { header, claims, keys = holder, sign }: ProofParts = {}): string {
  const parts = [
    { typ: 'dpop+jwt', alg: 'ES256', jwk: keys.publicKey.export({ format: 'jwk' }), ...header },
    {
      jti: `proof-${count++}`,
      htm: 'GET',
      htu: 'https://api.example/orders',
      iat: Math.floor(Date.now() / 1000),
      ath: createHash('sha256').update(accessToken).digest('base64url'),
      ...claims,
    },
  ];
  const input = parts.map(encode).join('.');
  const signed = createSign('sha256').update(input).sign({ key: keys.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${sign === undefined ? signed.toString('base64url') : sign(input)}`;
}
