import type { HttpRequest } from '../ports/http-message.ts';
import { isLoopback } from './peer-list.ts';

const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** Whether somebody on this machine asks, by one of its own names: neither a page that knows the address by another, nor a proxy. */
export function isLocalRequest({ remoteAddress, headers }: HttpRequest): boolean {
  // A proxy on this machine asks for others: it says so in a header, or leaves the name that they asked for.
  return (
    isLoopback(remoteAddress) &&
    isLocalHost(headers.host) &&
    forwardingHeaders.every((name) => headers[name] === undefined)
  );
}

function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host);
}
