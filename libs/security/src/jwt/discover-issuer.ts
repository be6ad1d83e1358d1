import { fetchObject, UpstreamError } from '../upstream/fetch-json.ts';

const timeoutMs = 5_000;
const maxOctets = 262_144;
const wellKnown = '/.well-known/openid-configuration';

/** What is used of an issuer's metadata (OpenID Connect Discovery 1.0 §3, RFC 8414 §2). */
export interface IssuerMetadata {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly introspectionEndpoint: string | undefined;
}

/** Where an issuer publishes its metadata (OpenID Connect Discovery 1.0 §4). */
export function discoveryUrl(issuer: string): string {
  return issuer.replace(/\/$/, '') + wellKnown;
}

/**
 * Fetches the metadata at `url`, which is of `issuer`, or where that is undefined of whoever publishes it there.
 * @throws UpstreamError when it cannot be had, names another issuer (§4.3: equal to the octet), or a key set that is not https
 */
export async function discoverIssuer(url: string, issuer: string | undefined): Promise<IssuerMetadata> {
  const metadata = await fetchObject({ url, timeoutMs, maxOctets });
  const { issuer: named, jwks_uri: jwksUri, introspection_endpoint: introspectionEndpoint } = metadata;
  if (typeof named !== 'string' || discoveryUrl(named) !== url || (issuer !== undefined && named !== issuer))
    throw new UpstreamError(`${url} is of another issuer`);
  if (!isNear(jwksUri, url)) throw new UpstreamError(`${url} names no key set that may be fetched`);
  return {
    issuer: named,
    jwksUri,
    introspectionEndpoint: isNear(introspectionEndpoint, url) ? introspectionEndpoint : undefined,
  };
}

/** An https address, or one of the scheme and host that the metadata itself came from: http stays on the configured host. */
function isNear(address: unknown, source: string): address is string {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || url.origin === new URL(source).origin;
}
