import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { buffer, text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { certificateThumbprint } from '@brrt/router-core/ports';
import { describe, expect, it } from 'vitest';
import { createLoopbackHandler } from '../src/schemes/create-loopback-handler.ts';
import { type Certificate, makeAuthority, makeClient, makeServer, purposes } from './certificates.ts';
import { givenRequest, schemes } from './given.ts';
import { ask, type SecureService, startSecure } from './secure-service.ts';

const root = makeAuthority();
const partners = makeAuthority();
const server = makeServer(root);
const files = {
  'server.pem': server.pem,
  'server.key': server.keyPem,
  'ca.pem': root.pem,
  'partners.pem': partners.pem,
};
const tls = 'tls: { cert_file: server.pem, key_file: server.key, ca_file: ca.pem, reload_secs: 1 }\n';
const orders = makeClient(root, {
  subject: [
    ['O', 'Shop'],
    ['CN', 'orders'],
  ],
  dnsNames: ['orders.internal'],
});
const start = (mutual: string, more: Parameters<typeof startSecure>[0]['paths'] = ['/mutual']) =>
  startSecure({ config: `${tls}security:\n  mutual_tls:\n    Mutual: ${mutual}\n`, files, paths: more });
const required = {
  status: 403,
  body: { type: 'urn:brrt:problem:client-certificate-required', code: 'ERR_CLIENT_CERTIFICATE_REQUIRED' },
};
const invalid = {
  status: 403,
  body: { type: 'urn:brrt:problem:client-certificate-invalid', code: 'ERR_CLIENT_CERTIFICATE_INVALID' },
};

describe('an operation that mutualTLS opens', () => {
  it.each<[string, Certificate | undefined, object]>([
    ['a certificate of the authority', makeClient(root), { status: 200 }],
    ['none', undefined, required],
    ['one that signed itself', makeClient(undefined), invalid],
    ['one of another authority', makeClient(partners), invalid],
    ['an expired one', makeClient(root, { from: -3, to: -1 }), invalid],
    ['one that is not valid yet', makeClient(root, { from: 1, to: 2 }), invalid],
    ['one for servers only', makeClient(root, { purposes: [purposes.server] }), invalid],
    ['one for every purpose', makeClient(root, { purposes: ['551d2500'] }), invalid],
    ['one that says nothing of purposes', makeClient(root, { purposes: undefined }), { status: 200 }],
  ])('meets a client with %s', async (_name, certificate, outcome) => {
    await using service = await start('{}');
    const answer = await ask(service, '/mutual', { ca: root, certificate });
    expect(answer).toMatchObject(outcome);
    expect(answer).not.toHaveProperty('headers.www-authenticate');
  });

  it('knows its caller by the name that let it in, and by the thumbprint', async () => {
    await using service = await start('{ subjects: ["CN=orders,O=Shop"] }');
    const thumbprint = createHash('sha256').update(orders.der).digest('base64url');
    expect(await ask(service, '/mutual', { ca: root, certificate: orders })).toMatchObject({
      body: {
        scheme: 'Mutual',
        subject: 'CN=orders,O=Shop',
        claims: { sub: 'CN=orders,O=Shop', subject_dn: 'CN=orders,O=Shop', 'x5t#S256': thumbprint },
      },
    });
  });

  const forger = makeClient(root, {
    subject: [
      ['O', 'Shop\\, CN=orders'],
      ['CN', 'forger'],
    ],
  });
  const comma = makeClient(root, { subject: [['CN', 'orders,O=Shop']] });
  const workload = makeClient(root, { uris: ['spiffe://shop.example/orders'] });
  const twoNames = makeClient(root, { uris: ['spiffe://shop.example/orders', 'https://shop.example'] });
  it.each<[string, string, Certificate, object]>([
    ['subject', '{ subjects: ["CN=orders,O=Shop"] }', orders, { status: 200 }],
    ['other subject', '{ subjects: ["CN=orders,O=Other"] }', orders, invalid],
    ['name with a comma that looks like two', '{ subjects: ["CN=orders,O=Shop"] }', comma, invalid],
    ['name with a comma and a backslash', '{ subjects: ["CN=orders,O=Shop"] }', forger, invalid],
    ['DNS name', '{ dns_names: [orders.internal] }', orders, { status: 200, body: { subject: 'orders.internal' } }],
    ['other DNS name', '{ dns_names: [internal] }', orders, invalid],
    ['SPIFFE ID', '{ spiffe_ids: ["spiffe://shop.example/orders"] }', workload, { status: 200 }],
    ['SPIFFE ID beside another URI', '{ spiffe_ids: ["spiffe://shop.example/orders"] }', twoNames, invalid],
  ])('lets in by %s', async (_name, mutual, certificate, outcome) => {
    await using service = await start(mutual);
    expect(await ask(service, '/mutual', { ca: root, certificate })).toMatchObject(outcome);
  });

  it('believes the roots of its own scheme only', async () => {
    await using service = await start('{ trust: [partners.pem] }');
    expect(await ask(service, '/mutual', { ca: root, certificate: makeClient(partners) })).toMatchObject({
      status: 200,
    });
    expect(await ask(service, '/mutual', { ca: root, certificate: orders })).toMatchObject(invalid);
  });

  it('wants the scopes that the operation names', async () => {
    await using plain = await start('{}', ['/admin']);
    expect(await ask(plain, '/admin', { ca: root, certificate: orders })).toMatchObject({
      status: 403,
      body: { type: 'urn:brrt:problem:insufficient-scope' },
    });
    await using admin = await start('{ scopes: [admin] }', ['/admin']);
    expect(await ask(admin, '/admin', { ca: root, certificate: orders })).toMatchObject({ status: 200 });
  });

  it('refuses the client on an open connection once its root is gone', async () => {
    await using service = await start('{ trust: [partners.pem] }');
    const agent = new SecureAgent({ keepAlive: true, maxSockets: 1 });
    const caller = { ca: root, certificate: makeClient(partners), agent };
    expect(await ask(service, '/mutual', caller)).toMatchObject({ status: 200 });
    const [sockets] = Object.values(agent.freeSockets);
    const [socket] = sockets ?? [];
    if (socket === undefined) throw new TypeError('the connection was not kept');
    const closed = once(socket, 'close');
    await service.write({ 'partners.pem': makeAuthority().pem });
    await closed;
    // The session of the old connection is offered again, and is not enough.
    expect(await ask(service, '/mutual', caller)).toMatchObject(invalid);
    agent.destroy();
  });
});

describe('what a client has begun when its root is taken out', () => {
  it('ends within the grace, even if it would go on', async () => {
    await using service = await startSecure({
      config: `${tls.replace(' }', ', max_connection_age_secs: 1 }')}security: { mutual_tls: { Mutual: { trust: [partners.pem] } } }`,
      files,
      paths: ['/wait', '/mutual'],
    });
    const caller = { ca: root, certificate: makeClient(partners) };
    const answer = ask(service, '/wait', caller);
    expect(await ask(service, '/mutual', caller)).toMatchObject({ status: 200 });
    await service.write({ 'partners.pem': makeAuthority().pem });
    expect(await answer).toBe('ECONNRESET');
  });
});

describe('a WebSocket', () => {
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
  const handshake = [
    'GET /live HTTP/1.1',
    'Host: localhost',
    ...upgrade,
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  const received = async (service: { readonly port: number }, certificate?: Certificate): Promise<Buffer> => {
    const shown = certificate === undefined ? {} : { cert: certificate.pem, key: certificate.keyPem };
    const socket = connect({ host: '127.0.0.1', port: service.port, ca: root.pem, ...shown });
    socket.on('error', () => undefined);
    socket.write([...handshake, '', ''].join('\r\n'));
    return buffer(socket);
  };

  it('asks for the certificate of its connection, and says goodbye to one that is too old', async () => {
    await using service = await startSecure({
      config: `${tls.replace(' }', ', max_connection_age_secs: 1 }')}security: { mutual_tls: { Mutual: { trust: [partners.pem] } } }`,
      files,
      paths: ['/live'],
    });
    expect((await received(service)).toString('latin1')).toMatch(/^HTTP\/1.1 403 .*client-certificate-required/s);
    const answer = await received(service, makeClient(partners));
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1.1 101 /);
    // A closing frame with 1001 (RFC 6455 §5.5.1).
    expect(answer.subarray(answer.indexOf('\r\n\r\n') + 4).toString('latin1')).toBe('\x88\x0a\x03\xe9draining');
  });
});

describe('beside other schemes', () => {
  const config = `${tls}security:\n  mutual_tls:\n    Mutual: {}\n  api_keys:\n    Key: { keys: [key-of-sixteen-letters] }\n`;
  const key = { 'x-key': 'key-of-sixteen-letters' };
  it.each<[string, '/either' | '/both', Certificate | undefined, Record<string, string>, number]>([
    ['either: certificate', '/either', orders, {}, 200],
    ['either: key', '/either', undefined, key, 200],
    ['either: nothing gets the challenge of the key', '/either', undefined, {}, 401],
    ['both: certificate and key', '/both', orders, key, 200],
    ['both: key alone cannot be mended by a header', '/both', undefined, key, 403],
    ['both: certificate alone gets the challenge of the key', '/both', orders, {}, 401],
  ])('%s', async (_name, path, certificate, headers, status) => {
    await using service = await startSecure({ config, files, paths: ['/either', '/both'] });
    const answer = await ask(service, path, { ca: root, certificate, headers });
    expect(answer).toMatchObject({ status });
    if (status === 401) expect(answer).toHaveProperty('headers.www-authenticate', expect.stringMatching(/^ApiKey/));
  });
});

describe('behind a proxy that ends TLS (RFC 9440)', () => {
  const byteSequence = ({ der }: Certificate) => `:${der.toString('base64')}:`;
  const middle = makeAuthority({ issuer: root });
  const leaf = makeClient(middle);
  async function send({ port }: SecureService, headers: Record<string, string | string[]>) {
    const message = request({ host: '127.0.0.1', port, path: '/mutual', headers, agent: new Agent() }).end();
    const [response] = await once(message, 'response');
    return { status: response.statusCode, body: JSON.parse(await text(response)) };
  }
  const startBehind = (peers: string) =>
    startSecure({
      config: `security:\n  mutual_tls:\n    Mutual: { trust: [ca.pem], forwarded: { peers: [${peers}] } }\n`,
      files,
      paths: ['/mutual'],
    });

  it.each<[string, Record<string, string | string[]>, object]>([
    [
      'a certificate of the authority',
      { 'client-cert': byteSequence(orders) },
      { status: 200, body: { subject: 'CN=orders,O=Shop' } },
    ],
    [
      'a path over another',
      { 'client-cert': byteSequence(leaf), 'client-cert-chain': byteSequence(middle) },
      { status: 200 },
    ],
    ['a path with a gap', { 'client-cert': byteSequence(leaf) }, invalid],
    ['none', {}, required],
    ['two', { 'client-cert': [byteSequence(orders), byteSequence(orders)] }, invalid],
    ['no byte sequence', { 'client-cert': orders.der.toString('base64') }, invalid],
    ['no certificate', { 'client-cert': ':AAAA:' }, invalid],
    ['one of another authority', { 'client-cert': byteSequence(makeClient(partners)) }, invalid],
    ['an expired one', { 'client-cert': byteSequence(makeClient(root, { from: -3, to: -1 })) }, invalid],
    [
      'one issued by a certificate that is no authority',
      { 'client-cert': byteSequence(makeClient(orders)), 'client-cert-chain': byteSequence(orders) },
      invalid,
    ],
    ['one with a broken chain', { 'client-cert': byteSequence(leaf), 'client-cert-chain': ':AAAA:' }, invalid],
    [
      'one for servers only',
      { 'client-cert': byteSequence(makeClient(root, { purposes: [purposes.server] })) },
      invalid,
    ],
  ])('meets a report of %s', async (_name, headers, outcome) => {
    await using service = await startBehind('127.0.0.0/8');
    expect(await send(service, headers)).toMatchObject(outcome);
  });

  it.each(['192.0.2.1', '10.0.0.0/8', '"::1"'])('takes no word of others than %s', async (peers) => {
    await using service = await startBehind(peers);
    expect(await send(service, { 'client-cert': byteSequence(orders) })).toMatchObject(required);
  });

  it.each(['localhost', '10.0.0.0/33', '10.0.0.0/8/8', '"::1/129"'])('needs addresses: %s', async (peers) => {
    await expect(startBehind(peers)).rejects.toThrow('has to be an address or a network');
  });
});

describe('certificateThumbprint', () => {
  const request = { peerCertificate: { leaf: orders.der, issuers: [], failure: undefined } };

  it('is the SHA-256 of the certificate (RFC 8705 §3.1)', () => {
    const thumbprint = createHash('sha256').update(orders.der).digest('base64url');
    expect(certificateThumbprint(givenRequest({}, request))).toBe(thumbprint);
  });

  it('is undefined without a certificate', () => {
    expect(certificateThumbprint(givenRequest())).toBeUndefined();
  });
});

describe('in development a caller on the same machine', () => {
  const none = { key: undefined, token: undefined, username: undefined, password: undefined };
  const development = 'security: { development: { Mutual: { loopback: true, scopes: [admin] } } }';
  const startWith = (config: string) =>
    startSecure({ config, files: { ...files, 'config.development.yaml': development }, paths: ['/mutual', '/admin'] });

  it('stands for one with a certificate, without TLS', async () => {
    await using service = await startWith('{}');
    const answers = await Promise.all(['/mutual', '/admin'].map((path) => fetch(service.url + path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[0]?.json()).toMatchObject({ subject: 'developer', scheme: 'Mutual' });
  });

  it('is judged by its certificate where it shows one', async () => {
    await using service = await startWith(`${tls}security: { mutual_tls: { Mutual: {} } }`);
    const show = (certificate: Certificate | undefined) => ask(service, '/mutual', { ca: root, certificate });
    expect(await show(undefined)).toMatchObject({ status: 200, body: { subject: 'developer' } });
    expect(await show(makeClient(partners))).toMatchObject(invalid);
  });

  it.each(['10.0.0.1', '::ffff:10.0.0.1', undefined])('does not come from %s', async (remoteAddress) => {
    const handler = createLoopbackHandler({
      scheme: schemes.Mutual,
      certificates: undefined,
      development: { ...none, subject: 'developer', scopes: [], loopback: true },
    });
    expect(await handler.authenticate(givenRequest({}, { remoteAddress }), [])).toEqual({ outcome: 'absent' });
  });
});

describe('configuration that cannot work stops the start', () => {
  const mutual = 'security:\n  mutual_tls:\n    Mutual: { trust: [ca.pem] }\n';
  const bare = 'tls: { cert_file: server.pem, key_file: server.key';
  it.each([
    ['a scheme without configuration', tls, 'mutualTLS is required by mutual and not configured'],
    ['a scheme without tls', mutual, 'needs tls, or forwarded'],
    ['certificates that nobody asks for', `${bare}, client_auth: none }\n${mutual}`, 'needs tls.client_auth'],
    ['no roots', `${bare} }\nsecurity: { mutual_tls: { Mutual: {} } }`, 'needs trust, or tls.ca_file'],
    [
      'certificates for a scheme of another kind',
      `${tls}security: { mutual_tls: { Mutual: {}, Key: {} } }`,
      'security.mutual_tls.Key: does not fit apiKey',
    ],
  ])('%s', async (_name, config, message) => {
    await expect(startSecure({ config, files, paths: ['/mutual'] })).rejects.toThrow(message);
  });

  it('tls that is configured and not handed over', async () => {
    await expect(startSecure({ config: tls, files, paths: ['/open'], handsTlsOver: false })).rejects.toThrow(
      'add `tls: security.tls,` to the call of createService in src/service.ts',
    );
  });
});
