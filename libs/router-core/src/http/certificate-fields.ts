import type { HttpRequest } from '../ports/http-message.ts';
import { createPeerList } from './peer-list.ts';

/** Where proxies that end TLS say whose certificate they saw: RFC 9440, and Envoy's way. */
const fields = ['client-cert', 'client-cert-chain', 'x-forwarded-client-cert'];

/**
 * Takes those fields out of the requests of everybody but `peers`, so that nothing behind it can take them for true
 * (RFC 9440 §4).
 */
export function createCertificateFilter(peers: readonly string[]): (request: HttpRequest) => void {
  const isTrusted = createPeerList(peers);
  return (request) => {
    const { headers } = request;
    for (const field of fields) {
      if (headers[field] !== undefined && !isTrusted(request.remoteAddress)) remove(request, field);
    }
  };
}

function remove({ headers, rawHeaders }: HttpRequest, field: string): void {
  delete headers[field];
  // The one place where a request is changed, before anybody has seen it.
  const raw = rawHeaders as string[];
  for (let index = raw.length - 2; index >= 0; index -= 2) {
    if (raw[index]?.toLowerCase() === field) raw.splice(index, 2);
  }
}
