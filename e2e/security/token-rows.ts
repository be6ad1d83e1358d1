import { createHmac, generateKeyPairSync } from 'node:crypto';
import { exportSPKI } from 'jose';
import { boundToken, holder, proofFor, thief } from '../../libs/security/test/given-proofs.ts';
import { encode, good, inSeconds, rsa, token } from '../../libs/security/test/given-tokens.ts';

/** What is sent, and what a running service answers to it. */
export interface AuthenticationRow {
  readonly request: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** What `WWW-Authenticate` says, one pattern for each challenge that is looked for. */
  readonly challenge?: readonly RegExp[];
  readonly code?: string;
}

export type NamedRow = readonly [name: string, row: AuthenticationRow];

const invalidToken = [/^Bearer realm="\w+", error="invalid_token"$/];

export function bearer(name: string, value: string, status = 401, request = 'GET /bearer'): NamedRow {
  const headers = { authorization: `Bearer ${value}` };
  return [name, { request, headers, status, ...(status === 401 && { challenge: invalidToken }) }];
}

const claims = (more: object): string => token({ payload: { ...good(), ...more } });
const header = (more: object): string => token({ header: { alg: 'RS256', kid: 'k1', ...more } });
const hmac = (input: string, key: string): string => createHmac('sha256', key).update(input).digest('base64url');
const pem = await exportSPKI(rsa.publicKey);
const unsigned = (alg: unknown): string => `${encode({ alg, kid: 'k1' })}.${encode(good())}.`;
const [h = '', p = '', s = ''] = token().split('.');
const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherClaims = encode({ ...good(), sub: 'root' });

/** C03 to C28: tokens, and what has been tried with them. */
export const tokenRows: readonly NamedRow[] = [
  bearer('a good token', token(), 204),
  [
    'C03 `bearer` in lower case',
    { request: 'GET /bearer', headers: { authorization: `bearer ${token()}` }, status: 204 },
  ],
  [
    'C03 `BEARER` in upper case',
    { request: 'GET /bearer', headers: { authorization: `BEARER ${token()}` }, status: 204 },
  ],
  [
    'C04 another scheme',
    {
      request: 'GET /bearer',
      headers: { authorization: `Token ${token()}` },
      status: 401,
      challenge: [/^Bearer realm="Bearer"$/],
    },
  ],
  bearer('C06 alg none', unsigned('none')),
  bearer('C06 alg nOnE', unsigned('nOnE')),
  bearer('C06 no alg', unsigned(undefined)),
  bearer('C06 alg none and a signature', `${encode({ alg: 'none', kid: 'k1' })}.${p}.${s}`),
  ...['HS256', 'HS512'].map((alg) => {
    const input = `${encode({ alg, kid: 'k1' })}.${p}`;
    return bearer(`C07 ${alg} with the public key for a secret`, `${input}.${hmac(input, pem)}`);
  }),
  bearer(
    'C07 HS256 with an empty secret',
    `${encode({ alg: 'HS256' })}.${p}.${hmac(`${encode({ alg: 'HS256' })}.${p}`, '')}`,
  ),
  bearer('C09 the signature stripped', `${h}.${p}.`),
  bearer('C09 two parts', `${h}.${p}`),
  bearer('C09 five parts', `${h}.${p}.${s}.${s}.${s}`),
  bearer('C10 another payload', `${h}.${otherClaims}.${s}`),
  bearer('C10 another signature', `${h}.${p}.${s.slice(0, -4)}AAAA`),
  bearer('C12 8 KiB and one octet', `${h}.${'A'.repeat(8_192)}.${s}`),
  bearer('C13 expired', claims({ exp: inSeconds(-600) })),
  bearer('C13 expired within the leeway', claims({ exp: inSeconds(-2) }), 204),
  bearer('C15 no exp', claims({ exp: undefined })),
  bearer('C15 exp in a string', claims({ exp: '4102444800' })),
  bearer('C15 exp null', claims({ exp: null })),
  bearer('C15 exp −1', claims({ exp: -1 })),
  bearer('C16 exp 1e400', token({ payload: JSON.stringify(good()).replace(/"exp":\d+/, '"exp":1e400') })),
  bearer('C18 another aud', claims({ aud: 'other' })),
  bearer('C18 no aud', claims({ aud: undefined })),
  bearer('C18 aud among others', claims({ aud: ['other', 'api'] }), 204),
  bearer('C19 typ JWT where at+jwt is required', header({ typ: 'JWT' }), 401, 'GET /typed'),
  bearer('C19 no typ where at+jwt is required', token(), 401, 'GET /typed'),
  bearer('C19 typ at+jwt where it is required', header({ typ: 'at+jwt' }), 204, 'GET /typed'),
  bearer('C22 kid of a path', header({ kid: '../../etc/passwd' })),
  bearer('C22 kid of SQL', header({ kid: "' OR 1=1--" })),
  bearer('C22 kid of a number', header({ kid: 1 })),
  bearer('C22 kid of 4 kB', header({ kid: 'k'.repeat(4_096) })),
  bearer('C25 sub twice', token({ payload: JSON.stringify(good()).replace('{', '{"sub":"root",') })),
  bearer('C27 a list for a payload', token({ payload: '[]' })),
  bearer('C27 a string for a payload', token({ payload: '"ada"' })),
  bearer('C27 a payload that is no UTF-8', `${h}.${Buffer.from([0xff, 0xfe]).toString('base64url')}.${s}`),
  bearer(
    'C28 an encrypted token that wants a billion rounds',
    `${encode({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 1e9, p2s: 'AAAA' })}.AAAA.AAAA.AAAA.AAAA`,
  ),
  [
    'RFC 6750 §2 a token in the query too',
    {
      request: 'GET /bearer?access_token=x',
      headers: { authorization: `Bearer ${token()}` },
      status: 400,
      code: 'ERR_REQUEST_MALFORMED',
    },
  ],
  [
    'RFC 6750 §2.3 a token in the query only',
    { request: `GET /bearer?access_token=${token()}`, headers: {}, status: 401 },
  ],
];

/** C21: keys and addresses of keys that an attacker puts into the token. */
export function lureRows(lure: string): readonly NamedRow[] {
  const own = { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'k1' };
  const forged = (more: object): string =>
    token({ header: { alg: 'RS256', kid: 'k1', ...more }, key: attacker.privateKey });
  return [
    bearer('C21 jwk', forged({ jwk: own })),
    bearer('C21 jku', forged({ jku: `${lure}/keys` })),
    bearer('C21 x5u', forged({ x5u: `${lure}/certificate` })),
    bearer('C21 x5c', forged({ x5c: ['AAAA'] })),
  ];
}

/** C36 and C37: scopes are compared as they are written. */
export const scopeRows: readonly NamedRow[] = [
  ...[
    'orders:read',
    'orders:readx orders:write',
    'Orders:read orders:write',
    'orders:read\torders:write',
    'orders: write',
  ].map(
    (scope): NamedRow => [
      `C36, C37 ${JSON.stringify(scope)} is not enough`,
      {
        request: 'GET /scoped',
        headers: { authorization: `Bearer ${claims({ scope })}` },
        status: 403,
        challenge: [/^Bearer realm="OAuth", error="insufficient_scope", scope="orders:read orders:write"$/],
      },
    ],
  ),
  bearer('both scopes', claims({ scope: 'orders:write orders:read' }), 204, 'GET /scoped'),
  bearer(
    'both scopes in a list',
    claims({ scope: undefined, scp: ['orders:write', 'orders:read'] }),
    204,
    'GET /scoped',
  ),
];

const dpop = (name: string, status: number, make: (bound: string) => Readonly<Record<string, string>>): NamedRow => {
  const isRefused = status === 401;
  const challenge = [/^Bearer realm="Bearer"/, /^DPoP realm="Bearer", error="invalid_dpop_proof", algs="/];
  return [name, { request: 'GET /bearer', headers: make(boundToken()), status, ...(isRefused && { challenge }) }];
};
const htu = 'https://api.example/bearer';
const proven = (name: string, parts: { readonly header?: object; readonly claims?: object }, status = 401): NamedRow =>
  dpop(name, status, (bound) => ({
    authorization: `DPoP ${bound}`,
    dpop: proofFor(bound, { ...parts, claims: { htu, ...parts.claims } }),
  }));

/** C52 to C55: tokens that are bound to a key. */
export const proofRows: readonly NamedRow[] = [
  proven('a good proof', {}, 204),
  dpop('C52 no proof', 401, (bound) => ({ authorization: `DPoP ${bound}` })),
  dpop('C52 two proofs', 401, (bound) => {
    const proof = (): string => proofFor(bound, { claims: { htu } });
    return { authorization: `DPoP ${bound}`, dpop: `${proof()}, ${proof()}` };
  }),
  proven('C52 typ JWT', { header: { typ: 'JWT' } }),
  proven('C52 alg none', { header: { alg: 'none' } }),
  proven('C52 HS256', { header: { alg: 'HS256' } }),
  proven('C52 a private key', { header: { jwk: holder.privateKey.export({ format: 'jwk' }) } }),
  proven('C54 ten minutes old', { claims: { iat: inSeconds(-600) } }),
  proven('C54 of another token', { claims: { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' } }),
  [
    'C54 by another key',
    (() => {
      const bound = boundToken();
      const proof = proofFor(bound, { keys: thief, claims: { htu } });
      const headers = { authorization: `DPoP ${bound}`, dpop: proof };
      return { request: 'GET /bearer', headers, status: 401, challenge: invalidToken };
    })(),
  ],
  bearer('C55 a bound token as a bearer token', boundToken()),
];
