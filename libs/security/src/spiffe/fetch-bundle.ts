import { Agent, type RequestOptions, request } from 'node:https';
import { checkServerIdentity, type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';
import type { FederationConfig } from '@brrt/router-core/config';
import { UpstreamError, withoutQuery } from '../upstream/fetch-json.ts';
import type { BundleSet } from './bundle-set.ts';
import { judgeSvid } from './judge-svid.ts';
import { type BundleDocument, parseBundle } from './parse-bundle.ts';
import { parseSpiffeId } from './spiffe-id.ts';

const timeoutMs = 10_000;
const maxOctets = 1_048_576;
const maxRedirects = 3;
const redirects = [301, 302, 303, 307, 308];

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/**
 * Asks the endpoint of a federated domain for its bundle (SPIFFE Federation §5.2), by the rules of the profile at every address.
 * @throws UpstreamError for any other answer
 */
export async function fetchBundle(federation: FederationConfig, bundles: BundleSet): Promise<BundleDocument> {
  const secure = secureOptions(federation, bundles);
  let { url } = federation;
  for (let hops = 0; hops <= maxRedirects; hops++) {
    const { status, location, body } = await get(url, secure);
    if (redirects.includes(status) && location !== undefined) {
      url = nextUrl(location, url);
      continue;
    }
    const bundle = status === 200 ? parseBundle(body) : undefined;
    if (bundle === undefined) throw new UpstreamError(`${withoutQuery(url)} answered ${status} and no bundle`);
    return bundle;
  }
  throw new UpstreamError(`${withoutQuery(federation.url)} redirects more than ${maxRedirects} times`);
}

function nextUrl(location: string, from: string): string {
  const next = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (next?.protocol !== 'https:' || next.username !== '' || next.password !== '') {
    throw new UpstreamError(`${withoutQuery(from)} redirects to what is no https address`);
  }
  return next.href;
}

// §5.2.1: the public roots and the name of the host. §5.2.2: the ID that was configured, and the bundle of its domain.
function secureOptions({ profile, endpointSpiffeId }: FederationConfig, bundles: BundleSet): RequestOptions {
  if (profile === 'https_web') return { checkServerIdentity };
  const domain = parseSpiffeId(endpointSpiffeId ?? '')?.trustDomain ?? '';
  return {
    ca: bundles.bundleOf(domain).x509.map((root) => root.toString()),
    checkServerIdentity(_, server) {
      const id = judgeSvid({ ...pathOf(server), failure: undefined }, bundles);
      const isMeant = typeof id !== 'string' && id.text === endpointSpiffeId;
      return isMeant ? undefined : new UpstreamError(`The endpoint is not ${endpointSpiffeId}`);
    },
  };
}

// Node asks with the whole chain; its types speak of the leaf alone.
function pathOf(server: PeerCertificate): { readonly leaf: Buffer; readonly issuers: readonly Buffer[] } {
  const issuers: Buffer[] = [];
  let at = server as DetailedPeerCertificate;
  for (; at.issuerCertificate !== undefined && at.issuerCertificate !== at; at = at.issuerCertificate) {
    issuers.push(at.issuerCertificate.raw);
  }
  return { leaf: server.raw, issuers };
}

function get(url: string, secure: RequestOptions): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const fail = (cause: unknown): void =>
    reject(
      cause instanceof UpstreamError ? cause : new UpstreamError(`${withoutQuery(url)} cannot be fetched`, { cause }),
    );
  // A resumed session would not be looked at: each question has a connection of its own.
  const agent = new Agent({ keepAlive: false, maxCachedSessions: 0 });
  const signal = AbortSignal.timeout(timeoutMs);
  const message = request(url, { ...secure, agent, signal, minVersion: 'TLSv1.2' }, (response) => {
    const chunks: Buffer[] = [];
    let octets = 0;
    response.on('error', fail);
    response.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      if (octets > maxOctets)
        message.destroy(new UpstreamError(`${withoutQuery(url)} sends more than ${maxOctets} octets`));
      else chunks.push(chunk);
    });
    response.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      resolve({ status: response.statusCode ?? 0, location: response.headers.location, body });
    });
  });
  message.on('error', fail).end();
  return promise;
}
