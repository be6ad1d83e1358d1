import { isIP } from 'node:net';
import type { HttpConfig } from '@brrt/router-core/config';
import { createPeerList, type HttpRequest } from '@brrt/router-core/ports';

/** The address of whoever sent a request, undefined when even the connection has none. */
export type ClientAddress = (request: HttpRequest) => string | undefined;

type ProxyConfig = Pick<HttpConfig, 'trustedProxies' | 'forwardedHeader'>;

/**
 * The other end of the connection; where that is a trusted proxy, the rightmost address in its header that is none: what stands
 * left of it was there before and may have been made up.
 */
export function createClientAddress({ trustedProxies, forwardedHeader }: ProxyConfig): ClientAddress {
  if (trustedProxies.length === 0) return ({ remoteAddress }) => remoteAddress;
  const isTrusted = createPeerList(trustedProxies);
  return ({ remoteAddress, headers }) => {
    let client = remoteAddress;
    if (client === undefined || !isTrusted(client)) return client;
    const hops = String(headers[forwardedHeader] ?? '').split(',');
    for (let index = hops.length - 1; index >= 0; index--) {
      const hop = addressOf(hops[index] ?? '', forwardedHeader);
      // `unknown`, a made-up name: nobody further left can be vouched for.
      if (hop === undefined) return client;
      client = hop;
      if (!isTrusted(hop)) return client;
    }
    return client;
  };
}

/** One element of `X-Forwarded-For`, or of `Forwarded` (RFC 7239 §4), without its port. */
function addressOf(element: string, header: ProxyConfig['forwardedHeader']): string | undefined {
  const node = header === 'forwarded' ? forwardedFor(element) : element.trim();
  const [, bracketed] = /^\[([\da-f:.]+)\](?::\d+)?$/i.exec(node) ?? [];
  const address = bracketed ?? node.replace(/^([\d.]+):\d+$/, '$1');
  return isIP(address) === 0 ? undefined : address;
}

function forwardedFor(element: string): string {
  const pair = element.split(';').find((each) => /^\s*for\s*=/i.test(each)) ?? '';
  return pair
    .slice(pair.indexOf('=') + 1)
    .trim()
    .replace(/^"(.*)"$/, '$1');
}
