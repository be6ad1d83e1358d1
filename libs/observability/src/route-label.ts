import type { Exchange } from '@brrt/router-core/ports';

export const unmatched = '__unmatched__';

const managementPaths: ReadonlySet<string> = new Set([
  '/health',
  '/livez',
  '/ready',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/openapi.yaml',
  '/docs',
  '/dashboard',
]);

// Asked every few seconds by machines: these are not worth a line each.
const probePaths: ReadonlySet<string> = new Set(['/health', '/livez', '/ready', '/readyz', '/metrics']);

const knownMethods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'QUERY',
  'TRACE',
  'CONNECT',
]);

/** From a closed set: the template, the path of a management endpoint, or `__unmatched__`. Never what a client made up. */
export function routeLabel({ route, operation, request, status }: Exchange): string {
  if (route !== undefined) return route;
  if (operation !== undefined || status === 404) return unmatched;
  // Files of a page count as the page, those of a client contract as those of the service: '/web/docs/scalar.js' → '/docs'
  const [path = request.path] = /\/(?:docs(?=\/[^/]*$|$)|openapi\.(?:json|yaml)$)/.exec(request.path) ?? [];
  return managementPaths.has(path) ? path : unmatched;
}

/** From a closed set: a method of HTTP or of the contract, or `_OTHER`. */
export function methodLabel({ request, operation }: Exchange): string {
  const { method } = request;
  return method === operation?.method || knownMethods.has(method) ? method : '_OTHER';
}

/** A liveness, readiness or metrics request that the contract does not claim for itself. */
export function isProbe({ operation, request }: Exchange): boolean {
  return operation === undefined && probePaths.has(request.path);
}
