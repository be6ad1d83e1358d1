import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type Certificate, makeAuthority, makeServer } from './certificates.ts';
import { ask, startSecure } from './secure-service.ts';
import { bundleText, makeDomain, x509Entry } from './workloads.ts';

const home = makeDomain('td-a');
const partner = makeDomain('td-b');
const own = home.svid('/shop', { addresses: [[127, 0, 0, 1]] });
const web = makeAuthority();
// Stands for an authority that browsers believe.
setDefaultCACertificates([...getCACertificates('default'), web.pem]);

const good = bundleText([x509Entry(partner.root)], { spiffe_sequence: 5, spiffe_refresh_hint: 1 });
const ok = { status: 200 };
const invalid = { status: 403, body: { code: 'ERR_CLIENT_CERTIFICATE_INVALID' } };
const slow = { timeout: 8_000 };
const visitor = { ca: home.root, certificate: partner.svid('/orders') };

interface Endpoint extends AsyncDisposable {
  readonly url: string;
  /** How often it was asked. */
  asked: number;
  /** Body, or where to go instead. */
  says: { body?: string; location?: string; status?: number };
}

async function startEndpoint(certificate: Certificate, body = good): Promise<Endpoint> {
  const server = createServer(
    { cert: certificate.pem, key: certificate.keyPem },
    (_: IncomingMessage, response: ServerResponse) => {
      endpoint.asked++;
      const { body: text = '', location, status = location === undefined ? 200 : 302 } = endpoint.says;
      response.writeHead(status, location === undefined ? {} : { location }).end(text);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  const endpoint: Endpoint = {
    url: `https://localhost:${port}/bundle`,
    asked: 0,
    says: { body },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return endpoint;
}

const start = (federation: string, bootstrap = '') =>
  startSecure({
    config: `
tls: { svid: true }
security:
  spiffe:
    trust_domain: td-a
    svid_file: svid.pem
    key_file: svid.key
    bundle_file: bundle.pem
    federates_with: [{ trust_domain: td-b, ${federation} }]
    schemes: { Mutual: { allow: ["spiffe://td-a/orders", "spiffe://td-b/orders"] } }
`,
    files: { 'svid.pem': own.pem, 'svid.key': own.keyPem, 'bundle.pem': home.root.pem, 'bootstrap.json': bootstrap },
    paths: ['/mutual'],
  });
const byWeb = ({ url }: Endpoint) => start(`profile: https_web, url: "${url}"`);
const bySpiffe = ({ url }: Endpoint, bootstrap = bundleText([x509Entry(partner.root)]), id = 'spiffe://td-b/bundles') =>
  start(
    `profile: https_spiffe, url: "${url}", endpoint_spiffe_id: "${id}", bootstrap_bundle_file: bootstrap.json`,
    bootstrap,
  );

describe('https_web', () => {
  it('believes the bundle of an endpoint that the public roots prove', async () => {
    await using endpoint = await startEndpoint(makeServer(web));
    await using service = await byWeb(endpoint);
    await expect.poll(() => ask(service, '/mutual', visitor), slow).toMatchObject(ok);
    // E18: what td-b says proves nothing of td-a.
    const stolen = { ca: home.root, certificate: partner.svid('', { uris: ['spiffe://td-a/orders'] }) };
    expect(await ask(service, '/mutual', stolen)).toMatchObject(invalid);
    expect(await ask(service, '/mutual', { ca: home.root, certificate: home.svid('/orders') })).toMatchObject(ok);
  });

  it('asks again at the hint: what is withdrawn is not believed (E14), an older bundle is ignored (E15)', async () => {
    await using endpoint = await startEndpoint(makeServer(web));
    await using service = await byWeb(endpoint);
    await expect.poll(() => ask(service, '/mutual', visitor), slow).toMatchObject(ok);
    endpoint.says = { body: bundleText([], { spiffe_sequence: 4, spiffe_refresh_hint: 1 }) };
    const before = endpoint.asked;
    await expect.poll(() => endpoint.asked, slow).toBeGreaterThan(before + 1);
    expect(await ask(service, '/mutual', visitor)).toMatchObject(ok);
    endpoint.says = { body: bundleText([], { spiffe_sequence: 6, spiffe_refresh_hint: 1 }) };
    await expect.poll(() => ask(service, '/mutual', visitor), slow).toMatchObject(invalid);
  });

  it.each<[string, Endpoint['says']]>([
    ['an error', { status: 500, body: good }],
    ['no bundle', { body: '{}' }],
    ['more than a megabyte', { body: `${good}${' '.repeat(1_048_576)}` }],
    ['a redirect to plain http', { location: 'http://localhost/bundle' }],
    ['a redirect with a user name', { location: 'https://me:secret@localhost/bundle' }],
    ['a redirect without end', { location: '/bundle' }],
  ])('believes nothing of %s, and is not kept from starting', async (_name, says) => {
    await using endpoint = await startEndpoint(makeServer(web));
    endpoint.says = says;
    await using service = await byWeb(endpoint);
    await expect.poll(() => service.warnings.length, slow).toBe(1);
    expect(await ask(service, '/mutual', visitor)).toMatchObject(invalid);
  });

  it('follows a redirect by the same rules', async () => {
    await using endpoint = await startEndpoint(makeServer(web));
    await using elsewhere = await startEndpoint(makeServer(web));
    await using untrusted = await startEndpoint(makeServer(makeAuthority()));
    elsewhere.says = { location: endpoint.url };
    await using service = await byWeb(elsewhere);
    await expect.poll(() => ask(service, '/mutual', visitor), slow).toMatchObject(ok);
    elsewhere.says = { location: untrusted.url };
    await using other = await byWeb(elsewhere);
    await expect.poll(() => other.warnings.length, slow).toBe(1);
    expect(untrusted.asked).toBe(0);
  });

  it.each<[string, Certificate]>([
    ['a private root', makeServer(makeAuthority())],
    ['another name', makeServer(web, { dnsNames: ['other.example'], addresses: [] })],
    ['an SVID', partner.svid('/bundles', { dnsNames: ['localhost'] })],
  ])('does not believe an endpoint with %s', async (_name, certificate) => {
    await using endpoint = await startEndpoint(certificate);
    await using service = await byWeb(endpoint);
    await expect.poll(() => service.warnings.length, slow).toBe(1);
    expect(endpoint.asked).toBe(0);
  });
});

describe('https_spiffe', () => {
  it('proves the endpoint by the bootstrap bundle, then by the one it gave', async () => {
    const next = makeDomain('td-b');
    await using endpoint = await startEndpoint(partner.svid('/bundles'));
    endpoint.says = { body: bundleText([x509Entry(next.root)], { spiffe_refresh_hint: 1 }) };
    await using service = await bySpiffe(endpoint);
    const renewed = { ca: home.root, certificate: next.svid('/orders') };
    await expect.poll(() => ask(service, '/mutual', renewed), slow).toMatchObject(ok);
    expect(await ask(service, '/mutual', visitor)).toMatchObject(invalid);
    // The endpoint still shows its old certificate, which the new bundle does not prove.
    await expect.poll(() => service.warnings.length, slow).toBeGreaterThan(0);
    expect(endpoint.asked).toBe(1);
  });

  const foreign = makeDomain('td-b');
  it.each<[string, Certificate, string?]>([
    ['E17 another ID', partner.svid('/other')],
    ['another trust domain', home.svid('/bundles')],
    ['the right ID from another authority', foreign.svid('/bundles')],
    ['a certificate of the public roots', makeServer(web)],
    ['no usable SVID', partner.svid('/bundles', { keyUsageCritical: false })],
    ['anything, while nothing proves it', partner.svid('/bundles'), bundleText([])],
  ])('does not believe an endpoint with %s', async (_name, certificate, bootstrap) => {
    await using endpoint = await startEndpoint(certificate);
    await using service = await bySpiffe(endpoint, bootstrap);
    await expect.poll(() => service.warnings.length, slow).toBe(1);
    expect(endpoint.asked).toBe(0);
  });

  it('E17 does not follow a redirect to another ID', async () => {
    await using endpoint = await startEndpoint(partner.svid('/bundles'));
    await using other = await startEndpoint(partner.svid('/other'));
    endpoint.says = { location: other.url };
    await using service = await bySpiffe(endpoint);
    await expect.poll(() => service.warnings.length, slow).toBe(1);
    expect([endpoint.asked, other.asked]).toEqual([1, 0]);
  });
});

describe('configuration of federation that cannot work stops the start', () => {
  it.each([
    ['plain http', 'profile: https_web, url: "http://td-b/bundle"', 'url has to be an https URL'],
    ['a user name', 'profile: https_web, url: "https://me@td-b/bundle"', 'url has to be an https URL'],
    ['no profile', 'url: "https://td-b/bundle"', 'profile: is required'],
    ['an unknown profile', 'profile: web, url: "https://td-b/"', 'has to be one of https_web, https_spiffe'],
    ['no ID of the endpoint', 'profile: https_spiffe, url: "https://td-b/"', 'endpoint_spiffe_id belongs to profile'],
    [
      'an ID for https_web',
      'profile: https_web, url: "https://td-b/", endpoint_spiffe_id: "spiffe://td-b/x"',
      'endpoint_spiffe_id belongs to profile',
    ],
    [
      'a bootstrap bundle for https_web',
      'profile: https_web, url: "https://td-b/", bootstrap_bundle_file: bootstrap.json',
      'bootstrap_bundle_file belongs to profile',
    ],
    [
      'a bootstrap bundle that is none',
      'profile: https_spiffe, url: "https://td-b/", endpoint_spiffe_id: "spiffe://td-b/x", bootstrap_bundle_file: bootstrap.json',
      'is no bundle',
    ],
    [
      'a domain twice',
      'profile: https_web, url: "https://a/" }, { trust_domain: td-b, profile: https_web, url: "https://b/"',
      'twice',
    ],
  ])('%s', async (_name, federation, message) => {
    await expect(start(federation)).rejects.toThrow(message);
  });
});
