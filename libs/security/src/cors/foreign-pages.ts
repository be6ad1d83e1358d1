import type { HttpRequest, RouteCors } from '@brrt/router-core/ports';
import type { Operation, SecuredContract } from '../contract.ts';
import type { RouteRules } from './compile-route.ts';

/** Names of the cookies that authenticate, by operation; operations without one are left out. */
export function cookiesByOperation(
  operations: readonly Operation[],
  { securitySchemes }: SecuredContract,
): ReadonlyMap<string, readonly string[]> {
  const byOperation = new Map<string, readonly string[]>();
  for (const { id, security } of operations) {
    const names = security.flat().flatMap(({ scheme: name }) => {
      const scheme = securitySchemes[name];
      return scheme?.type === 'apiKey' && scheme.in === 'cookie' ? [scheme.parameterName] : [];
    });
    if (names.length > 0) byOperation.set(id, names);
  }
  return byOperation;
}

/**
 * Browsers send cookies with requests of every page, also with those that ask nobody before (forms, event streams):
 * where a cookie authenticates, the page has to be of this host or of an origin that is listed by name. A WebSocket asks nobody
 * before either, and its page may read whatever comes: it has to be of an origin that is allowed, with or without a cookie.
 */
export function refuseForeignPages(
  cookies: ReadonlyMap<string, readonly string[]>,
  { origins, byOperation }: RouteRules,
): NonNullable<RouteCors['refuses']> {
  return (request, { id, webSocket }) => {
    const { origin } = request.headers;
    if (origin === undefined || isSameHost(origin, request)) return false;
    const takesPart = byOperation.get(id) !== undefined;
    const isListed = takesPart && origin !== '*' && origins.includes(origin);
    if (isListed) return false;
    // `*` lets everybody read what needs no credentials.
    const isAllowed = webSocket === undefined || (takesPart && origin !== 'null' && origins.includes('*'));
    return !isAllowed || carries(request, cookies.get(id) ?? []);
  };
}

function isSameHost(origin: string, { headers }: HttpRequest): boolean {
  // A proxy may have ended TLS, so the scheme cannot be compared.
  return URL.canParse(origin) && headers.host !== undefined && new URL(origin).host === headers.host.toLowerCase();
}

function carries({ headers }: HttpRequest, names: readonly string[]): boolean {
  const pairs = (headers.cookie ?? '').split(';');
  return pairs.some((pair) => names.includes(pair.slice(0, pair.indexOf('=')).trim()));
}
