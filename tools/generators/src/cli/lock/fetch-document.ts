import { lookup as resolveHost } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { AllowedAddresses } from './allowed-addresses.ts';

/** A document as it came, and the address it came from after redirections. */
export interface FetchedDocument {
  readonly octets: Uint8Array;
  readonly url: string;
}

export interface FetchLimits {
  readonly octets: number;
  readonly milliseconds: number;
  readonly redirections: number;
}

export const fetchLimits: FetchLimits = { octets: 5 * 1024 * 1024, milliseconds: 10_000, redirections: 3 };

/** A document cannot be had; the message says why. */
export class FetchRefusedError extends Error {
  override readonly name = 'FetchRefusedError';
}

/**
 * Fetches one document over http(s) from where it is allowed, without proxies. Every redirection is checked like the
 * first address, and the connection goes to the very address that was checked.
 * @throws FetchRefusedError
 */
export async function fetchDocument(
  url: string,
  allowed: AllowedAddresses,
  limits: FetchLimits = fetchLimits,
): Promise<FetchedDocument> {
  const signal = AbortSignal.timeout(limits.milliseconds);
  let at = new URL(url);
  for (let redirections = 0; ; redirections++) {
    const response = await open(at, allowed, { signal, limits });
    const { statusCode = 0, headers } = response;
    const isRedirection = [301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined;
    if (!isRedirection)
      return { octets: await readAnswer(response, at, { signal, limits }), url: at.href.replace(/#.*$/s, '') };
    response.destroy();
    if (redirections === limits.redirections)
      throw new FetchRefusedError(`${url} redirects more than ${limits.redirections} times`);
    const next = URL.parse(headers.location ?? '', at);
    if (next === null) throw new FetchRefusedError(`${at.href} redirects to something that is no URL`);
    at = next;
  }
}

interface Attempt {
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
}

async function open(url: URL, allowed: AllowedAddresses, { signal, limits }: Attempt): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new FetchRefusedError(`${url.href} is not http(s)`);
  if (url.username !== '' || url.password !== '')
    throw new FetchRefusedError(`${url.host}: a URL with a user is refused`);
  if (!allowed.includes(url)) throw new FetchRefusedError(`${url.href} is not allowed; add --allow ${url.host}`);
  const address = await addressOf(url, allowed);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      // No agent: nothing of the environment decides where the connection goes.
      agent: false,
      headers: {
        accept: 'application/yaml, application/json, */*;q=0.1',
        'accept-encoding': 'identity',
        'user-agent': 'brrt',
      },
      lookup: (_host, options, done) =>
        options.all === true ? done(null, [address]) : done(null, address.address, address.family),
      signal,
    });
    sent.on('response', resolve);
    sent.on('error', (error) => reject(unreachable(url, error, { signal, limits })));
    sent.end();
  });
}

interface NetworkAddress {
  readonly address: string;
  readonly family: number;
}

async function addressOf(url: URL, allowed: AllowedAddresses): Promise<NetworkAddress> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) > 0 ? [{ address: host, family: isIP(host) }] : await resolveAll(host);
  const [first] = addresses;
  const refused = addresses.find(({ address }) => !allowed.permitsAddress(address, host));
  if (first === undefined) throw new FetchRefusedError(`${host} has no address`);
  if (refused === undefined) return first;
  throw new FetchRefusedError(
    `${host} is ${refused.address}, no address of the public network; to go there all the same add --allow ${refused.address}`,
  );
}

async function resolveAll(host: string): Promise<readonly NetworkAddress[]> {
  try {
    return await resolveHost(host, { all: true });
  } catch {
    throw new FetchRefusedError(`There is no host ${host}`);
  }
}

async function readAnswer(response: IncomingMessage, at: URL, { signal, limits }: Attempt): Promise<Uint8Array> {
  if (response.statusCode !== 200) {
    response.destroy();
    throw new FetchRefusedError(`${at.href} answers ${response.statusCode}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limits.octets) throw new FetchRefusedError(`${at.href} has more than ${limits.octets} octets`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof FetchRefusedError) throw error;
    throw unreachable(at, error instanceof Error ? error : new TypeError(String(error)), { signal, limits });
  }
  return Buffer.concat(chunks);
}

function unreachable(url: URL, error: Error, { signal, limits }: Attempt): FetchRefusedError {
  if (signal.aborted)
    return new FetchRefusedError(`${url.href} did not answer in full within ${limits.milliseconds} ms`);
  const code = 'code' in error ? String(error.code) : error.message;
  return new FetchRefusedError(`${url.href} cannot be reached (${code})`);
}
