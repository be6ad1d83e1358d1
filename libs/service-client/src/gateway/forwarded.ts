import type { HttpConfig } from '@brrt/router-core/config';
import { createPeerList, type HttpRequest } from '@brrt/router-core/ports';

/** What the called service is told of the way that a request took, as names and values in turn. */
export type ForwardedFields = (request: HttpRequest) => readonly string[];

// RFC 7239 §4: pairs of a token and a token or quoted string, elements apart by commas.
const token = "[\\w!#$%&'*+.^`|~-]+";
const isToken = new RegExp(`^${token}$`);
const pair = `${token}=(?:${token}|"(?:[^"\\\\]|\\\\.)*")`;
const element = `${pair}(?:[ \\t]*;[ \\t]*${pair})*`;
const wellFormed = new RegExp(`^${element}(?:[ \\t]*,[ \\t]*${element})*$`, 'i');

const viaPattern = new RegExp(
  `^(?:${token}/)?${token} [!-+\\--~]+(?:[ \\t]*,[ \\t]*(?:${token}/)?${token} [!-+\\--~]+)*$`,
);

/** What this service calls itself to others: one name for all, so that nobody learns of hosts. */
const pseudonym = 'brrt';

/**
 * `Forwarded` (RFC 7239) with one element of this service's own: for whom, to which host, how. What stands there already is kept
 * only where the other end of the connection is one of `http.trusted_proxies`; of `by`, which is a name within, nothing is said.
 * `Via` is continued by everybody (RFC 9110 §7.6.3).
 */
export function createForwardedFields({
  trustedProxies,
  forwardedHeader,
}: Pick<HttpConfig, 'trustedProxies' | 'forwardedHeader'>): ForwardedFields {
  const isTrusted = createPeerList(trustedProxies);
  return (request) => {
    const before = isTrusted(request.remoteAddress) ? givenElements(request, forwardedHeader) : [];
    const via = String(request.headers.via ?? '');
    return [
      'forwarded',
      [...before, ownElement(request)].join(', '),
      'via',
      viaPattern.test(via) ? `${via}, 1.1 ${pseudonym}` : `1.1 ${pseudonym}`,
    ];
  };
}

function givenElements({ headers }: HttpRequest, header: HttpConfig['forwardedHeader']): readonly string[] {
  const given = String(headers[header] ?? '').trim();
  if (header === 'forwarded') return wellFormed.test(given) ? [given] : [];
  const addresses = given.split(',').map((address) => address.trim());
  return addresses.every((address) => /^[\da-f.:[\]]+$/i.test(address))
    ? addresses.map((address) => `for=${nodeOf(address)}`)
    : [];
}

function ownElement({ remoteAddress, scheme, headers: { host } }: HttpRequest): string {
  const pairs = [`for=${nodeOf(remoteAddress?.replace(/^::ffff:(?=\d+\.)/i, ''))}`];
  if (host !== undefined) pairs.push(`host=${quoted(host)}`);
  pairs.push(`proto=${scheme}`);
  return pairs.join(';');
}

/** RFC 7239 §6: an IPv6 address stands in brackets, and so within quotes. */
function nodeOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const isPlainIpv6 = address.includes(':') && !address.startsWith('[') && !/^[\d.]+:\d+$/.test(address);
  return quoted(isPlainIpv6 ? `[${address}]` : address);
}

function quoted(text: string): string {
  return isToken.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
