import type { IncomingMessage } from 'node:http';
import { RequestError } from './request-error.ts';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** What a port of the dashboard is called by those who mean it. */
export function ownHosts(port: number): ReadonlySet<string> {
  return new Set(loopbackNames.map((name) => `${name}:${port}`));
}

/**
 * A name that somebody else let point to this machine is none of ours (DNS rebinding).
 * @throws RequestError
 */
export function checkHost(request: IncomingMessage, hosts: ReadonlySet<string>): void {
  const given = request.headersDistinct.host ?? [];
  const [host] = given;
  if (given.length !== 1 || host === undefined || !hosts.has(host.toLowerCase()))
    throw new RequestError(
      421,
      'This is no address of the dashboard: ask for 127.0.0.1, localhost or [::1] with its port',
    );
}

/**
 * What a page of another origin sends is refused, also of another port of this machine, which counts as the same site.
 * @throws RequestError
 */
export function checkOrigin(request: IncomingMessage, hosts: ReadonlySet<string>): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isOwn = origin === undefined || hosts.has(origin.replace(/^http:\/\//, ''));
  if (!isOwn || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new RequestError(403, 'Pages of other origins are not served');
}

/** A person follows a link to a page: wherever it stands, what is shown stays with the person. */
export function isNavigation(request: IncomingMessage): boolean {
  const mode = request.headers['sec-fetch-mode'];
  const destination = request.headers['sec-fetch-dest'];
  return (
    request.method === 'GET' &&
    request.headers.origin === undefined &&
    (mode === undefined || mode === 'navigate') &&
    (destination === undefined || destination === 'document')
  );
}
