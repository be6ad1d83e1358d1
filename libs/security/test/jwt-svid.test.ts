import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encode, inSeconds } from './given-tokens.ts';
import { startSecure } from './secure-service.ts';
import { bundleText, makeDomain, x509Entry } from './workloads.ts';

const home = makeDomain('td-a');
const own = home.svid('/shop');
const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const unused = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const edwards = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = (key: KeyObject, more: object) => ({ ...key.export({ format: 'jwk' }), use: 'jwt-svid', ...more });
const keys = [
  jwk(signer.publicKey, { kid: 'k1' }),
  jwk(rsa.publicKey, { kid: 'r1' }),
  jwk(unused.publicKey, { kid: 'x1', use: 'x509-svid' }),
  jwk(unused.publicKey, { kid: undefined }),
  { kty: 'oct', k: encode('a secret of thirty-two octets !!'), kid: 'h1', use: 'jwt-svid' },
  jwk(edwards.publicKey, { kid: 'e1' }),
  x509Entry(home.root),
];

const id = 'spiffe://td-a/orders';
const good = () => ({ sub: id, aud: ['shop', 'other'], exp: inSeconds(300), iat: inSeconds(0) });
const ecdsa = (key: KeyObject) => (input: string) =>
  sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

interface TokenParts {
  readonly header?: object;
  readonly claims?: object;
  readonly signed?: (input: string) => string;
}

function token({ header = {}, claims = {}, signed = ecdsa(signer.privateKey) }: TokenParts = {}): string {
  const input = `${encode({ alg: 'ES256', kid: 'k1', ...header })}.${encode({ ...good(), ...claims })}`;
  return `${input}.${signed(input)}`;
}

const start = (bundle = bundleText(keys)) =>
  startSecure({
    config: `
security:
  spiffe:
    trust_domain: td-a
    svid_file: svid.pem
    key_file: svid.key
    bundle_file: bundle.json
    reload_secs: 1
    schemes: { Token: { allow: ["spiffe://td-a/orders", "spiffe://td-b/orders"], audience: shop } }
`,
    files: { 'svid.pem': own.pem, 'svid.key': own.keyPem, 'bundle.json': bundle },
    paths: ['/token'],
  });

async function send(url: string, value: string) {
  const response = await fetch(`${url}/token`, { headers: { authorization: `Bearer ${value}` } });
  return { status: response.status, body: await response.json(), challenge: response.headers.get('www-authenticate') };
}

const rs256 = (input: string) => sign('sha256', Buffer.from(input), rsa.privateKey).toString('base64url');
const hs256 = (input: string) =>
  createHmac('sha256', 'a secret of thirty-two octets !!').update(input).digest('base64url');
const eddsa = (input: string) => sign(null, Buffer.from(input), edwards.privateKey).toString('base64url');

describe('a bearer scheme that JWT-SVIDs open', () => {
  it.each<[string, string]>([
    ['ES256', token()],
    ['RS256', token({ header: { alg: 'RS256', kid: 'r1' }, signed: rs256 })],
    ['typ JWT', token({ header: { typ: 'JWT' } })],
    ['typ JOSE', token({ header: { typ: 'JOSE' } })],
    ['one audience as text', token({ claims: { aud: 'shop' } })],
  ])('takes %s', async (_name, value) => {
    await using service = await start();
    expect(await send(service.url, value)).toMatchObject({ status: 200, body: { scheme: 'Token', subject: id } });
  });

  it.each<[string, string]>([
    ['E20 HS256', token({ header: { alg: 'HS256', kid: 'h1' }, signed: hs256 })],
    ['E20 EdDSA', token({ header: { alg: 'EdDSA', kid: 'e1' }, signed: eddsa })],
    ['E20 alg none', token({ header: { alg: 'none' }, signed: () => 'AA' })],
    ['E20 typ at+jwt', token({ header: { typ: 'at+jwt' } })],
    ['typ jwt in lower case', token({ header: { typ: 'jwt' } })],
    ['E20 another header', token({ header: { cty: 'JWT' } })],
    ['a critical header', token({ header: { crit: ['exp'] } })],
    ['an embedded key', token({ header: { jwk: signer.publicKey.export({ format: 'jwk' }) } })],
    ['E20 no audience', token({ claims: { aud: undefined } })],
    ['an audience of others', token({ claims: { aud: ['other'] } })],
    ['E20 no exp', token({ claims: { exp: undefined } })],
    ['expired', token({ claims: { exp: inSeconds(-60) } })],
    ['E20 sub that is no SPIFFE ID', token({ claims: { sub: 'orders' } })],
    ['E20 sub that is a trust domain', token({ claims: { sub: 'spiffe://td-a' } })],
    ['no sub', token({ claims: { sub: undefined } })],
    ['E20 sub of another domain, signed by ours', token({ claims: { sub: 'spiffe://td-b/orders' } })],
    ['E20 signed by a key for certificates', token({ header: { kid: 'x1' }, signed: ecdsa(unused.privateKey) })],
    ['signed by a key without id', token({ header: { kid: undefined }, signed: ecdsa(unused.privateKey) })],
    ['without a key id', token({ header: { kid: undefined } })],
    ['signed by somebody else', token({ signed: ecdsa(unused.privateKey) })],
    ['E11 of nobody who is allowed', token({ claims: { sub: 'spiffe://td-a/users' } })],
    ['no token at all', 'a.b'],
  ])('refuses %s', async (_name, value) => {
    await using service = await start();
    const answer = await send(service.url, value);
    expect(answer).toMatchObject({ status: 401, body: { code: 'ERR_AUTHENTICATION' } });
    expect(answer.challenge).toMatch(/^Bearer .*error="invalid_token"/);
  });

  it('refuses a key that was taken out of the bundle', async () => {
    await using service = await start();
    expect(await send(service.url, token())).toMatchObject({ status: 200 });
    await service.write({ 'bundle.json': bundleText([jwk(unused.publicKey, { kid: 'k2' }), x509Entry(home.root)]) });
    // Tokens are remembered; one that was not seen yet shows the new bundle.
    let count = 0;
    const next = () => send(service.url, token({ claims: { jti: String(count++) } })).then(({ status }) => status);
    await expect.poll(next, { timeout: 5_000 }).toBe(401);
    const renewed = token({ header: { kid: 'k2' }, signed: ecdsa(unused.privateKey) });
    expect(await send(service.url, renewed)).toMatchObject({ status: 200 });
  });
});
