import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Agent,
  field,
  frame,
  jwtResponse,
  startAgent,
  svidResponse,
  x509Response,
} from '../../libs/security/test/workload-agent.ts';
import { bundleText, makeDomain } from '../../libs/security/test/workloads.ts';
import { findFreePort } from '../support/free-port.ts';
import { type Peer, startPeer } from './start-peer.ts';

const home = makeDomain('shop.example');
const orders = 'spiffe://shop.example/orders';
const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = [{ ...signer.publicKey.export({ format: 'jwk' }), use: 'jwt-svid', kid: 'k1' }];
const bearer = { type: 'http', scheme: 'bearer' };
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokenOf(claims: object): string {
  const input = `${encode({ alg: 'ES256', kid: 'k1' })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

interface Claims {
  readonly sub?: string | undefined;
  readonly aud?: string | readonly string[];
  readonly exp?: unknown;
}

/** What the agent knows of the workload that asks; each request for a token is noted with its audience. */
async function startIssuing(claims: Claims = {}, id = orders) {
  const agent = await startAgent();
  const asked: string[] = [];
  const svid = home.svid('/orders');
  agent.answer('FetchX509SVID', frame(x509Response([{ id: orders, chain: [svid], bundle: [home.root] }])));
  agent.answer('FetchJWTBundles', frame(jwtResponse({ 'spiffe://shop.example': bundleText(keys) })));
  agent.issue((request) => {
    const audience = request.subarray(2).toString();
    expect(request).toEqual(field(1, audience));
    asked.push(audience);
    const exp = Math.floor(Date.now() / 1_000) + 300;
    return svidResponse([{ id, token: tokenOf({ sub: orders, aud: [audience], exp, n: asked.length, ...claims }) }]);
  });
  return { agent, asked, [Symbol.asyncDispose]: () => agent[Symbol.asyncDispose]() };
}

/** A service that calls itself, with what it asks of the agent as its only credential. */
async function start({ address }: Pick<Agent, 'address'>, wanted = 'audience: users'): Promise<Peer> {
  const port = await findFreePort();
  const config = `
port: ${port}
security:
  spiffe:
    trust_domain: shop.example
    socket: ${address}
    schemes: { Peer: { allow: ["${orders}"], audience: users } }
clients:
  peer:
    url: http://127.0.0.1:${port}
    tokens: { Peer: { grant: jwt_svid, ${wanted} } }
`;
  return startPeer(config, {}, bearer);
}

afterEach(() => void vi.useRealTimers());

describe('calls that carry a JWT-SVID', () => {
  it('are let in by who trusts the domain, and the token is asked for once', async () => {
    await using issuing = await startIssuing();
    await using peer = await start(issuing.agent);
    expect(await peer.ask()).toEqual({ status: 200, body: { subject: orders } });
    expect(await peer.ask()).toEqual({ status: 200, body: { subject: orders } });
    expect(issuing.asked).toEqual(['users']);
    expect(issuing.agent.calls).toContain('FetchJWTSVID');
  });

  it('get another token before the one that they have ends', async () => {
    await using issuing = await startIssuing();
    await using peer = await start(issuing.agent);
    await peer.ask();
    vi.useFakeTimers({ now: Date.now() + 295_000, toFake: ['Date'] });
    expect(await peer.ask()).toMatchObject({ status: 200 });
    expect(issuing.asked).toEqual(['users', 'users']);
  });

  it('are refused by who is another audience', async () => {
    await using issuing = await startIssuing();
    await using peer = await start(issuing.agent, 'audience: billing');
    expect((await peer.ask()).status).not.toBe(200);
    expect(issuing.asked).toEqual(['billing']);
  });

  it.each<[string, Claims, string?]>([
    ['for somebody else', { aud: 'billing' }],
    ['of somebody else', { sub: 'spiffe://shop.example/users' }],
    ['of another domain', { sub: 'spiffe://bank.example/orders' }, 'spiffe://bank.example/orders'],
    ['without an end', { exp: undefined }],
    ['with an end in words', { exp: 'never' }],
  ])('are not sent with a token %s', async (_name, claims, id) => {
    await using issuing = await startIssuing(claims, id);
    await using peer = await start(issuing.agent);
    expect(await peer.ask()).toMatchObject({ status: 503, body: { code: 'ERR_UPSTREAM_CREDENTIALS' } });
  });

  it.each([
    ['refuses', 7, 502],
    ['does not know the method', 12, 502],
    ['is out of order', 14, 503],
  ])('fail when the agent %s', async (_name, status, want) => {
    await using issuing = await startIssuing();
    issuing.agent.issue(() => status);
    await using peer = await start(issuing.agent);
    expect(await peer.ask()).toMatchObject({ status: want, body: { code: 'ERR_UPSTREAM_CREDENTIALS' } });
  });

  it('fail when the agent sends something else', async () => {
    await using issuing = await startIssuing();
    issuing.agent.issue(() => Buffer.from('nonsense'));
    await using peer = await start(issuing.agent);
    expect(await peer.ask()).toMatchObject({ status: 503 });
  });

  it('go on once the agent is there again', async () => {
    await using issuing = await startIssuing();
    await using peer = await start(issuing.agent);
    issuing.agent.issue(() => 14);
    expect(await peer.ask()).toMatchObject({ status: 503 });
    const exp = Math.floor(Date.now() / 1_000) + 300;
    issuing.agent.issue(() => svidResponse([{ id: orders, token: tokenOf({ sub: orders, aud: 'users', exp }) }]));
    expect(await peer.ask()).toMatchObject({ status: 200 });
  });
});

describe('a start is stopped', () => {
  it.each([
    ['without an audience', 'grant: jwt_svid', 'clients.peer.tokens.Peer.audience: is required'],
    ['with what other grants need', 'grant: jwt_svid, audience: a, client_id: b', 'tokens.Peer.client_id: unknown key'],
    ['by a grant that nobody knows', 'grant: jwt_svd', 'did you mean jwt_svid?'],
    ['without an agent', 'grant: jwt_svid, audience: a', 'they need security.spiffe.socket'],
  ])('%s', async (_name, wanted, message) => {
    const config = `clients: { peer: { url: "http://127.0.0.1:1", tokens: { Peer: { ${wanted} } } } }
security: { api_keys: { Peer: { key: key-of-peer-123456 } } }
`;
    const scheme = { type: 'apiKey', in: 'header', name: 'X-Key' };
    await expect(startPeer(config, {}, scheme)).rejects.toThrow(message);
  });
});
