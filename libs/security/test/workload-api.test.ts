import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encode, inSeconds } from './given-tokens.ts';
import { ask, startSecure } from './secure-service.ts';
import { type Agent, type AgentAnswer, field, frame, jwtResponse, startAgent, x509Response } from './workload-agent.ts';
import { bundleText, makeDomain } from './workloads.ts';

const home = makeDomain('td-a');
const other = makeDomain('td-b');
const loopback = { addresses: [[127, 0, 0, 1]] };
const own = home.svid('/shop', loopback);
const identity = { id: 'spiffe://td-a/shop', chain: [own], bundle: [home.root] };
const good = frame(x509Response([identity]));
const config = (agent: Agent, more = '') => `
tls: { svid: true }
security:
  spiffe:
    trust_domain: td-a
    socket: ${agent.address}
    ${more}
    schemes:
      Mutual: { allow: ["spiffe://td-a/orders", "spiffe://td-b/orders"] }
`;
const start = (agent: Agent, more = '') => startSecure({ config: config(agent, more), paths: ['/mutual'] });
const ok = { status: 200 };
const invalid = { status: 403, body: { code: 'ERR_CLIENT_CERTIFICATE_INVALID' } };
const slow = { timeout: 8_000 };

describe('an identity from the Workload API', () => {
  it('is shown, and proves callers of its own domain', async () => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', good);
    await using service = await start(agent);
    const caller = { ca: home.root, certificate: home.svid('/orders') };
    expect(await ask(service, '/mutual', caller)).toMatchObject({ ...ok, body: { subject: 'spiffe://td-a/orders' } });
    expect(agent.calls).toEqual(['FetchX509SVID']);
  });

  it('is renewed without a restart', async () => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', good);
    await using service = await start(agent);
    const next = makeDomain('td-a');
    const renewed = { ...identity, chain: [next.svid('/shop', loopback)], bundle: [next.root] };
    agent.answer('FetchX509SVID', frame(x509Response([renewed])));
    await expect
      .poll(() => ask(service, '/mutual', { ca: next.root, certificate: next.svid('/orders') }), slow)
      .toMatchObject(ok);
    expect(await ask(service, '/mutual', { ca: next.root, certificate: home.svid('/orders') })).toMatchObject(invalid);
  });

  it('says each time all that is believed: what it leaves out is withdrawn', async () => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', frame(x509Response([identity], { 'spiffe://td-b': [other.root] })));
    await using service = await start(agent);
    const caller = { ca: home.root, certificate: other.svid('/orders') };
    expect(await ask(service, '/mutual', caller)).toMatchObject({ ...ok, body: { subject: 'spiffe://td-b/orders' } });
    // E18: the roots of one domain prove nothing of another.
    const stolen = { ca: home.root, certificate: makeStolen() };
    expect(await ask(service, '/mutual', stolen)).toMatchObject(invalid);
    agent.answer('FetchX509SVID', good);
    await expect.poll(() => ask(service, '/mutual', caller), slow).toMatchObject(invalid);
  });

  it('is the one with the hint, of two such the first', async () => {
    await using agent = await startAgent();
    const [first, second] = [home.svid('/first', loopback), makeDomain('td-a')];
    const hinted = { id: 'spiffe://td-a/first', chain: [first], bundle: [home.root], hint: 'internal' };
    const twin = {
      id: 'spiffe://td-a/twin',
      chain: [second.svid('/twin', loopback)],
      bundle: [second.root],
      hint: 'internal',
    };
    const unhinted = { ...twin, hint: 'external' };
    agent.answer('FetchX509SVID', frame(x509Response([unhinted, hinted, twin])));
    await using service = await start(agent, 'hint: internal');
    expect(await ask(service, '/mutual', { ca: home.root, certificate: home.svid('/orders') })).toMatchObject(ok);
  });
});

// Issued by the authority of td-b for a name of td-a.
const makeStolen = () => other.svid('', { uris: ['spiffe://td-a/orders'] });

describe('an agent that fails', () => {
  it.each<[string, AgentAnswer]>([
    ['is no agent', 'html'],
    ['is broken', 'error'],
    ['denies (E21 PermissionDenied)', 7],
    ['is not ready', 14],
    ['sends an oversize message (E21)', frame(Buffer.alloc(16), 0, 4_194_305)],
    ['sends a compressed message (E21)', frame(x509Response([identity]), 1)],
    ['sends garbage (E21)', frame(Buffer.from('ffffffffffffffffffffff', 'hex'))],
    ['sends no identity', frame(Buffer.alloc(0))],
    [
      'sends an identity without key',
      frame(field(1, Buffer.concat([field(1, identity.id), field(2, own.der), field(4, home.root.der)]))),
    ],
    [
      'sends an identity that its certificate does not have',
      frame(x509Response([{ ...identity, id: 'spiffe://td-a/admin' }])),
    ],
    [
      'sends an identity of another domain',
      frame(x509Response([{ id: 'spiffe://td-b/shop', chain: [other.svid('/shop')], bundle: [other.root] }])),
    ],
    ['sends a certificate that is no SVID', frame(x509Response([{ ...identity, chain: [home.root] }]))],
    ['sends no bundle', frame(x509Response([{ ...identity, bundle: [] }]))],
    ['sends a bundle of no domain', frame(x509Response([identity], { 'TD:B': [other.root] }))],
  ])('and %s is asked again, and the service starts when it can', async (_name, answer) => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', answer);
    const starting = start(agent);
    await expect.poll(() => agent.calls.length, slow).toBeGreaterThan(0);
    agent.answer('FetchX509SVID', good);
    await using service = await starting;
    expect(service.warnings.length).toBeGreaterThan(0);
    expect(await ask(service, '/mutual', { ca: home.root, certificate: home.svid('/orders') })).toMatchObject(ok);
  });

  it.each([
    ['INVALID_ARGUMENT', 3],
    ['UNIMPLEMENTED', 12],
  ])('with %s is not asked again: the start stops', async (_name, status) => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', status);
    await expect(start(agent)).rejects.toThrow('refuses FetchX509SVID');
    expect(agent.calls).toHaveLength(1);
  });

  it('later leaves the last state in use, and is followed again when it is back (E21 stream drop)', async () => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', good);
    await using service = await start(agent);
    agent.answer('FetchX509SVID', 7);
    agent.drop();
    const caller = { ca: home.root, certificate: home.svid('/orders') };
    await expect.poll(() => agent.calls.length, slow).toBeGreaterThan(1);
    expect(await ask(service, '/mutual', caller)).toMatchObject(ok);
    const next = makeDomain('td-a');
    const renewed = { ...identity, chain: [next.svid('/shop', loopback)], bundle: [next.root] };
    agent.answer('FetchX509SVID', frame(x509Response([renewed])));
    await expect
      .poll(() => ask(service, '/mutual', { ca: next.root, certificate: next.svid('/orders') }), slow)
      .toMatchObject(ok);
  });

  it('with half a state changes nothing', async () => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', good);
    await using service = await start(agent);
    agent.answer('FetchX509SVID', frame(x509Response([{ ...identity, bundle: [] }])));
    await expect.poll(() => service.warnings.length, slow).toBeGreaterThan(0);
    expect(await ask(service, '/mutual', { ca: home.root, certificate: home.svid('/orders') })).toMatchObject(ok);
  });
});

describe('token keys from the Workload API', () => {
  const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...signer.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'jwt-svid' };
  const header = encode({ alg: 'ES256', kid: 'k1' });
  const token = (domain: string): string => {
    const claims = { sub: `spiffe://${domain}/orders`, aud: 'shop', exp: inSeconds(60), jti: Math.random() };
    const input = `${header}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(input), { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${input}.${signature.toString('base64url')}`;
  };
  const settings = (agent: Agent) => `
security:
  spiffe:
    trust_domain: td-a
    socket: ${agent.address}
    schemes:
      Token: { allow: ["spiffe://td-a/orders", "spiffe://td-b/orders"], audience: shop }
`;
  const send = async (url: string, domain: string) =>
    (await fetch(`${url}/token`, { headers: { authorization: `Bearer ${token(domain)}` } })).status;

  it('verify tokens of the domain whose bundle they are in, until they are withdrawn', async () => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', good);
    agent.answer('FetchJWTBundles', frame(jwtResponse({ 'spiffe://td-b': bundleText([key]) })));
    await using service = await startSecure({ config: settings(agent), paths: ['/token'] });
    expect(await send(service.url, 'td-b')).toBe(200);
    expect(await send(service.url, 'td-a')).toBe(401);
    agent.answer('FetchJWTBundles', frame(jwtResponse({ 'td-b': bundleText([]), 'td-a': bundleText([key]) })));
    await expect.poll(() => send(service.url, 'td-a'), slow).toBe(200);
    expect(await send(service.url, 'td-b')).toBe(401);
  });

  it.each([
    ['ever', 12],
    ['now', 14],
  ])('that cannot be had %s mean 503, not 401', async (_name, status) => {
    await using agent = await startAgent();
    agent.answer('FetchX509SVID', good);
    agent.answer('FetchJWTBundles', status);
    await using service = await startSecure({ config: settings(agent), paths: ['/token'] });
    expect(await send(service.url, 'td-a')).toBe(503);
  });
});
