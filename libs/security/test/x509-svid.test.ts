import { once } from 'node:events';
import { Agent } from 'node:https';
import { describe, expect, it } from 'vitest';
import { type Certificate, makeAuthority, makeClient, purposes } from './certificates.ts';
import { ask, startSecure } from './secure-service.ts';
import { bundleText, makeDomain, makeSvid, x509Entry } from './workloads.ts';

const home = makeDomain('td-a');
const other = makeDomain('td-b');
// The name of loopback lets a client without SPIFFE check whom it talks to.
const own = home.svid('/shop', { dnsNames: ['localhost'], addresses: [[127, 0, 0, 1]] });
const files = { 'svid.pem': own.pem, 'svid.key': own.keyPem, 'bundle.pem': home.root.pem };
const config = (allow = '"spiffe://td-a/orders", "spiffe://td-a/ns/*/sa/web"', bundle = 'bundle.pem') => `
tls: { svid: true }
security:
  spiffe:
    trust_domain: td-a
    svid_file: svid.pem
    key_file: svid.key
    bundle_file: ${bundle}
    reload_secs: 1
    schemes: { Mutual: { allow: [${allow}], scopes: [buy] } }
`;
const start = (more: { readonly allow?: string; readonly bundle?: string } = {}) =>
  startSecure({
    config: config(more.allow, more.bundle === undefined ? 'bundle.pem' : 'bundle.json'),
    files: { ...files, ...(more.bundle === undefined ? {} : { 'bundle.json': more.bundle }) },
    paths: ['/mutual'],
  });
const ok = { status: 200 };
const required = { status: 403, body: { code: 'ERR_CLIENT_CERTIFICATE_REQUIRED' } };
const invalid = { status: 403, body: { code: 'ERR_CLIENT_CERTIFICATE_INVALID' } };
const id = 'spiffe://td-a/orders';

const middle = makeAuthority({ issuer: home.root });
const named = makeAuthority({ issuer: home.root, uris: ['spiffe://td-a/issuer'] });
const foreign = makeAuthority({ issuer: home.root, uris: ['spiffe://td-b'] });
const by = (issuer: Certificate): Certificate => {
  const leaf = makeSvid(issuer, id);
  return { ...leaf, pem: leaf.pem + issuer.pem };
};

describe('an operation that X.509-SVIDs open', () => {
  it.each<[string, Certificate | undefined, object]>([
    ['good', home.svid('/orders'), ok],
    ['good, without purposes', home.svid('/orders', { purposes: undefined }), ok],
    ['good, over an intermediate authority', by(middle), ok],
    ['matches a pattern', home.svid('/ns/prod/sa/web'), ok],
    ['E02 two SPIFFE IDs', home.svid('', { uris: [id, 'spiffe://td-a/users'] }), invalid],
    ['E02 a SPIFFE ID and another URI', home.svid('', { uris: [id, 'https://td-a/x'] }), invalid],
    ['E03 no URI', home.svid('', { uris: [], dnsNames: ['orders'] }), invalid],
    ...[
      'spiffe://TD-A/orders',
      'https://td-a/orders',
      'spiffe://td-a/%6frders',
      'spiffe://td-a/../orders',
      'spiffe://td-a/orders?x=1',
      'spiffe://td-a:80/orders',
      'spiffe://td-a/orders/',
      'spiffe://td-a//orders',
      `spiffe://td-a/${'a'.repeat(2_036)}`,
      'spiffe://td-a',
    ].map((uri): [string, Certificate, object] => [`E05 ${uri.slice(0, 40)}`, home.svid('', { uris: [uri] }), invalid]),
    ['E06 an authority', home.svid('/orders', { isCa: true, keyUsage: [0, 5] }), invalid],
    ['E06 may sign certificates', home.svid('/orders', { keyUsage: [0, 5] }), invalid],
    ['E06 may sign revocations', home.svid('/orders', { keyUsage: [0, 6] }), invalid],
    ['E06 may not sign', home.svid('/orders', { keyUsage: [2] }), invalid],
    ['E06 no key usage', home.svid('/orders', { keyUsage: undefined }), invalid],
    ['E06 key usage that is not critical', home.svid('/orders', { keyUsageCritical: false }), invalid],
    ['E06 for servers only', home.svid('/orders', { purposes: [purposes.server] }), invalid],
    ['E06 for clients only', home.svid('/orders', { purposes: [purposes.client] }), invalid],
    ['E08 signed itself', makeSvid(undefined, id), invalid],
    ['E08 expired', home.svid('/orders', { from: -3, to: -1 }), invalid],
    ['E08 not yet valid', home.svid('/orders', { from: 1, to: 2 }), invalid],
    ['E08 none', undefined, required],
    ['E09 of an unknown domain', other.svid('/orders'), invalid],
    ['E09 of an unknown domain, issued here', makeSvid(home.root, 'spiffe://td-c/orders'), invalid],
    ['E11 of nobody who is allowed', home.svid('/users'), invalid],
    ['no SVID at all', makeClient(home.root), invalid],
    ['over an authority that names a workload', by(named), invalid],
    ['over an authority of another domain', by(foreign), invalid],
    ['over a certificate that is no authority', by(home.svid('/users')), invalid],
  ])('%s', async (_name, certificate, outcome) => {
    await using service = await start();
    expect(await ask(service, '/mutual', { ca: home.root, certificate })).toMatchObject(outcome);
  });

  it('knows its caller by the SPIFFE ID', async () => {
    await using service = await start();
    const answer = await ask(service, '/mutual', { ca: home.root, certificate: home.svid('/orders') });
    expect(answer).toMatchObject({ body: { scheme: 'Mutual', subject: id, scopes: ['buy'], claims: { sub: id } } });
  });
});

describe('a bundle document', () => {
  const entry = x509Entry(home.root);
  const second = makeAuthority();
  it.each<[string, readonly object[], object]>([
    ['good', [entry], ok],
    ['of two roots', [x509Entry(second), entry], ok],
    ['E14 of unknown use', [{ ...entry, use: 'tls' }, x509Entry(second)], invalid],
    ['E14 of unknown kind', [{ ...entry, kty: 'oct' }, x509Entry(second)], invalid],
    ['E14 without use', [{ ...entry, use: undefined }, x509Entry(second)], invalid],
    ['E14 without a certificate', [{ ...entry, x5c: undefined }, entry], ok],
    ['E14 with two certificates, the first ours', [{ ...entry, x5c: [...entry.x5c, ...x509Entry(second).x5c] }], ok],
    [
      'E14 with two certificates, the second ours',
      [{ ...entry, x5c: [...x509Entry(second).x5c, ...entry.x5c] }],
      invalid,
    ],
    ['with a key id', [{ ...entry, kid: 'a' }, x509Entry(second)], invalid],
    ['with an SVID for a root', [x509Entry(home.svid('/orders')), x509Entry(second)], invalid],
  ])('%s', async (_name, keys, outcome) => {
    await using service = await start({ bundle: bundleText(keys) });
    expect(await ask(service, '/mutual', { ca: home.root, certificate: home.svid('/orders') })).toMatchObject(outcome);
  });

  it.each([
    ['E14 that is empty', bundleText([])],
    ['that is none', '{"keys": 1}'],
    ['that is no JSON', '{'],
  ])('%s stops the start', async (_name, bundle) => {
    await expect(start({ bundle })).rejects.toThrow('is no bundle, or an empty one');
  });
});

describe('E12 a root that is taken out', () => {
  it('ends new connections, resumed sessions, and those that are open', async () => {
    const next = makeDomain('td-a');
    await using service = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const caller = { ca: home.root, certificate: home.svid('/orders'), agent };
    expect(await ask(service, '/mutual', caller)).toMatchObject(ok);
    const [sockets] = Object.values(agent.freeSockets);
    const [socket] = sockets ?? [];
    if (socket === undefined) throw new TypeError('the connection was not kept');
    const closed = once(socket, 'close');
    await service.write({ 'bundle.pem': next.root.pem });
    await closed;
    expect(await ask(service, '/mutual', caller)).toMatchObject(invalid);
    expect(await ask(service, '/mutual', { ...caller, agent: new Agent() })).toMatchObject(invalid);
    const renewed = { ca: home.root, certificate: next.svid('/orders') };
    expect(await ask(service, '/mutual', renewed)).toMatchObject(ok);
    agent.destroy();
  });

  it('shows the new SVID without a restart', async () => {
    await using service = await start();
    const next = makeDomain('td-a');
    const renewed = next.svid('/shop', { addresses: [[127, 0, 0, 1]] });
    await service.write({ 'bundle.pem': home.root.pem + next.root.pem, 'svid.pem': renewed.pem });
    await service.write({ 'svid.key': renewed.keyPem });
    const caller = { ca: next.root, certificate: home.svid('/orders') };
    await expect.poll(() => ask(service, '/mutual', caller), { timeout: 5_000 }).toMatchObject(ok);
  });
});

describe('configuration of SPIFFE that cannot work stops the start', () => {
  const spiffe = (more: string) => `tls: { svid: true }\nsecurity: { spiffe: { trust_domain: td-a, ${more} } }`;
  const given = 'svid_file: svid.pem, key_file: svid.key, bundle_file: bundle.pem';
  it.each([
    ['no source', spiffe('schemes: {}'), 'needs socket, files, or SPIFFE_ENDPOINT_SOCKET'],
    ['half a source', spiffe('svid_file: svid.pem'), 'needs socket, or svid_file, key_file and bundle_file'],
    ['two sources', spiffe(`${given}, socket: "unix:///a"`), 'needs socket, or svid_file'],
    [
      'a socket by name',
      spiffe('socket: "tcp://localhost:80"'),
      'has to be unix:///absolute/path or tcp://address:port',
    ],
    ['a relative socket', spiffe('socket: "unix:agent.sock"'), 'has to be unix:///absolute/path'],
    ['another protocol', spiffe('socket: "http://127.0.0.1:80"'), 'has to be unix:///absolute/path'],
    ['a trust domain with a port', spiffe('').replace('td-a', '"td-a:80"'), 'has to be a trust domain'],
    [
      'an ID without path',
      spiffe(`${given}, schemes: { Mutual: { allow: ["spiffe://td-a"] } }`),
      'has to be a SPIFFE ID',
    ],
    [
      'a pattern of half segments',
      spiffe(`${given}, schemes: { Mutual: { allow: ["spiffe://td-a/o*"] } }`),
      'has to be a SPIFFE ID',
    ],
    [
      'an audience for certificates',
      spiffe(`${given}, schemes: { Mutual: { allow: ["spiffe://td-a/o"], audience: a } }`),
      'audience: is not for certificates',
    ],
    [
      'no audience for tokens',
      spiffe(`${given}, schemes: { Token: { allow: ["spiffe://td-a/o"] } }`),
      'audience: is required for tokens',
    ],
    [
      'keys for an SVID',
      spiffe(`${given}, schemes: { Key: { allow: ["spiffe://td-a/o"] } }`),
      'security.spiffe.schemes.Key: does not fit apiKey',
    ],
    [
      'an SVID of another domain',
      config().replace('trust_domain: td-a', 'trust_domain: td-z'),
      'are no X.509-SVID of td-z',
    ],
    ['no listener for SVIDs', config().replace('tls: { svid: true }', ''), 'needs tls, with svid: true or files'],
    [
      'an SVID from nowhere',
      'tls: { svid: true }\nsecurity: { mutual_tls: { Mutual: { trust: [bundle.pem] } } }',
      'needs security.spiffe',
    ],
    [
      'an SVID and a certificate',
      'tls: { svid: true, cert_file: svid.pem }',
      'needs cert_file and key_file, or svid: true',
    ],
    [
      'two judges',
      `${config()}  mutual_tls: { Mutual: { trust: [bundle.pem] } }\n`,
      'stands beside security.mutual_tls',
    ],
  ])('%s', async (_name, text, message) => {
    await expect(startSecure({ config: text, files, paths: ['/mutual'] })).rejects.toThrow(message);
  });
});
