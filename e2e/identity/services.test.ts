import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Certificate, makeAuthority, makeClient, makeServer } from '../../libs/security/test/certificates.ts';
import { makeDomain } from '../../libs/security/test/workloads.ts';
import { findFreePort } from '../support/free-port.ts';
import { startPeer } from './start-peer.ts';

const home = makeDomain('shop.example');
const orders = 'spiffe://shop.example/orders';
const users = 'spiffe://shop.example/users';

/** One that shows its SVID, lets in `allow`, and calls `port`, where `server` has to be. */
interface Member {
  readonly svid: Certificate;
  readonly own: number;
  readonly allow: string;
  readonly port: number;
  readonly server: string;
}

const start = ({ svid, own, allow, port, server }: Member, root = home.root) =>
  startPeer(
    `
port: ${own}
tls: { svid: true, client_auth: require }
security:
  spiffe:
    trust_domain: shop.example
    svid_file: svid.pem
    key_file: svid.key
    bundle_file: bundle.pem
    reload_secs: 1
    schemes: { Peer: { allow: ["${allow}"] } }
clients:
  peer: { url: "https://localhost:${port}", tls: { svid: true, spiffe_ids: ["${server}"] } }
`,
    { 'svid.pem': svid.pem, 'svid.key': svid.keyPem, 'bundle.pem': root.pem },
  );

async function ports() {
  return [await findFreePort(), await findFreePort(), await findFreePort()] as const;
}

describe('two services that accept each other only', () => {
  it('know each other in both directions, and refuse a third', async () => {
    const [first, second, third] = await ports();
    await using a = await start({ svid: home.svid('/orders'), own: first, allow: users, port: second, server: users });
    await using b = await start({ svid: home.svid('/users'), own: second, allow: orders, port: first, server: orders });
    expect(await a.ask()).toEqual({ status: 200, body: { subject: orders } });
    expect(await b.ask()).toEqual({ status: 200, body: { subject: users } });
    // Of the same domain, with a good certificate, and not on the list.
    await using c = await start({ svid: home.svid('/web'), own: third, allow: users, port: first, server: orders });
    expect(await c.ask()).toMatchObject({ status: 403, body: { code: 'ERR_CLIENT_CERTIFICATE_INVALID' } });
  });

  it('do not talk to a third that stands in the place of one', async () => {
    const [first, second] = await ports();
    await using a = await start({ svid: home.svid('/orders'), own: first, allow: users, port: second, server: users });
    await using _ = await start({ svid: home.svid('/web'), own: second, allow: orders, port: first, server: orders });
    expect(await a.ask()).toMatchObject({ status: 502, body: { code: 'ERR_UPSTREAM' } });
  });

  it('do not talk to one of another trust domain with the same path', async () => {
    const [first, second] = await ports();
    const foreign = makeDomain('shop.example');
    await using a = await start({ svid: home.svid('/orders'), own: first, allow: users, port: second, server: users });
    await using _ = await start({
      svid: foreign.svid('/users'),
      own: second,
      allow: orders,
      port: first,
      server: orders,
    });
    expect(await a.ask()).toMatchObject({ status: 502, body: { code: 'ERR_UPSTREAM' } });
  });

  it('go on when identities and roots are renewed, without a restart', async () => {
    const [first, second, third] = await ports();
    await using a = await start({ svid: home.svid('/orders'), own: first, allow: users, port: second, server: users });
    await using b = await start({ svid: home.svid('/users'), own: second, allow: orders, port: first, server: orders });
    expect(await a.ask()).toMatchObject({ status: 200 });
    const next = makeDomain('shop.example');
    const [newOrders, newUsers] = [next.svid('/orders'), next.svid('/users')];
    for (const peer of [a, b]) await peer.write({ 'bundle.pem': home.root.pem + next.root.pem });
    await b.write({ 'svid.pem': newUsers.pem, 'svid.key': newUsers.keyPem });
    await a.write({ 'svid.pem': newOrders.pem, 'svid.key': newOrders.keyPem });
    for (const peer of [a, b]) await peer.write({ 'bundle.pem': next.root.pem });
    // Who knows the new authority alone gets through when `a` has a certificate of it and believes it.
    await using c = await start({ svid: newUsers, own: third, allow: users, port: first, server: orders }, next.root);
    await expect.poll(() => c.ask(), { timeout: 10_000 }).toMatchObject({ status: 200 });
    await expect.poll(() => a.ask(), { timeout: 10_000 }).toMatchObject({ status: 200 });
    await expect.poll(() => b.ask(), { timeout: 10_000 }).toMatchObject({ status: 200 });
  });
});

describe('a client with certificates in files', () => {
  const root = makeAuthority();
  const server = makeServer(root);
  const client = makeClient(root, { subject: [['CN', 'orders']] });
  const files = {
    'server.pem': server.pem,
    'server.key': server.keyPem,
    'client.pem': client.pem,
    'client.key': client.keyPem,
    'ca.pem': root.pem,
    'other.pem': makeAuthority().pem,
  };
  const config = (port: number, tls: string, host = 'localhost') => `
port: ${port}
tls: { cert_file: server.pem, key_file: server.key, ca_file: ca.pem, client_auth: request }
security: { mutual_tls: { Peer: { subjects: ["CN=orders"] } } }
clients: { peer: { url: "https://${host}:${port}", tls: { ${tls} } } }
`;
  const own = 'cert_file: client.pem, key_file: client.key';

  it.each<[string, string, string, number]>([
    ['shows its own and believes its root', `${own}, ca_file: ca.pem`, 'localhost', 200],
    ['does not believe another root', `${own}, ca_file: other.pem`, 'localhost', 502],
    ['does not believe the public roots to have issued it', own, 'localhost', 502],
    ['does not believe another name', `${own}, ca_file: ca.pem, server_name: users.example`, 'localhost', 502],
    ['is told the name of the certificate', `${own}, ca_file: ca.pem, server_name: localhost`, '127.0.0.1', 200],
  ])('%s', async (_name, tls, host, status) => {
    const [port] = await ports();
    await using peer = await startPeer(config(port, tls, host), files);
    expect((await peer.ask()).status).toBe(status);
  });

  it('shows a renewed certificate without a restart', async () => {
    const [port] = await ports();
    const early = makeClient(root, { subject: [['CN', 'nobody']] });
    const shown = { ...files, 'client.pem': early.pem, 'client.key': early.keyPem };
    await using peer = await startPeer(config(port, `${own}, ca_file: ca.pem, reload_secs: 1`), shown);
    expect(await peer.ask()).toMatchObject({ status: 403 });
    await peer.write({ 'client.pem': client.pem, 'client.key': client.keyPem });
    await expect.poll(() => peer.ask(), { timeout: 10_000, interval: 200 }).toMatchObject({ status: 200 });
  });

  it('goes on with what it has while one of two files is there', async () => {
    const [port] = await ports();
    await using peer = await startPeer(config(port, `${own}, ca_file: ca.pem, reload_secs: 1`), files);
    expect(await peer.ask()).toMatchObject({ status: 200 });
    const renewed = makeClient(root, { subject: [['CN', 'orders']] });
    await peer.write({ 'client.pem': renewed.pem });
    await wait(1_100);
    expect(await peer.ask()).toMatchObject({ status: 200 });
  });

  it.each([
    ['none is shown', 'ca_file: ca.pem', 'Peer'],
    ['the key is missing', 'cert_file: client.pem', 'needs cert_file and key_file, or none'],
    [
      'an SVID has files beside it',
      `svid: true, spiffe_ids: ["${orders}"], ca_file: ca.pem`,
      'comes with its own certificate',
    ],
    ['an SVID may call anybody', 'svid: true', 'svid: true and spiffe_ids belong together'],
    [
      'nobody provides the SVID',
      `svid: true, spiffe_ids: ["${orders}"]`,
      '`security.clientIdentity` as second argument',
    ],
    ['the key is of another certificate', 'cert_file: client.pem, key_file: server.key', 'key values mismatch'],
    ['a file is missing', 'cert_file: nothing.pem, key_file: client.key', 'ENOENT'],
  ])('stops the start when %s', async (_name, tls, message) => {
    await expect(startPeer(config(20_001, tls), files)).rejects.toThrow(message);
  });

  it('stops the start when the address is plain http', async () => {
    const text = config(20_001, own).replace('https://localhost', 'http://localhost');
    await expect(startPeer(text, files)).rejects.toThrow('tls needs an https url');
  });
});
