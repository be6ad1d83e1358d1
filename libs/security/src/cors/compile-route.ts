import type { FlatHeaders, HttpRequest, RouteCors } from '@brrt/router-core/ports';
import type { CorsRule } from './cors-rule.ts';

/** The rules of one path; undefined where an operation takes no part in CORS. */
export interface RouteRules {
  /** Not empty. */
  readonly origins: readonly string[];
  /** For answers without an operation, such as 405. */
  readonly fallback: CorsRule;
  readonly byOperation: ReadonlyMap<string, CorsRule | undefined>;
  readonly byMethod: ReadonlyMap<string, CorsRule | undefined>;
}

const nothing: FlatHeaders = [];
// The answer differs by origin, so caches have to know, also where no CORS header is sent (Fetch standard §3.2.5).
const varyOrigin: FlatHeaders = ['vary', 'Origin'];
const varyPreflight: FlatHeaders = ['vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'];
const maxRequestedHeaders = 100;

/** Everything that does not depend on the request is put together here, once. */
export function compileRoute(rules: RouteRules): RouteCors {
  const fallback = responseHeaders(rules.origins, rules.fallback);
  const byOperation = new Map<string, ReadonlyMap<string, FlatHeaders> | undefined>();
  for (const [id, rule] of rules.byOperation) {
    byOperation.set(id, rule === undefined ? undefined : responseHeaders(rules.origins, rule));
  }
  return {
    preflight: (request) => ({ status: 204, headers: preflightHeaders(request, rules), body: undefined }),
    headers: (request, operation) => {
      const known = operation !== undefined && byOperation.has(operation.id);
      const byOrigin = known ? byOperation.get(operation.id) : fallback;
      if (byOrigin === undefined) return nothing;
      const { origin } = request.headers;
      return origin === undefined ? varyOrigin : (lookUp(byOrigin, origin) ?? varyOrigin);
    },
  };
}

function responseHeaders(origins: readonly string[], rule: CorsRule): ReadonlyMap<string, FlatHeaders> {
  const expose =
    rule.exposeHeaders.length === 0 ? [] : ['access-control-expose-headers', rule.exposeHeaders.join(', ')];
  return new Map(origins.map((origin) => [origin, [...allowOrigin(origin, rule), ...expose, ...varyOrigin]]));
}

function allowOrigin(origin: string, { allowCredentials }: CorsRule): FlatHeaders {
  const headers = ['access-control-allow-origin', origin];
  return allowCredentials ? [...headers, 'access-control-allow-credentials', 'true'] : headers;
}

/** Exact comparison; `null`, which any sandboxed page can send, never matches, not even `*`. */
function lookUp<T>(byOrigin: ReadonlyMap<string, T>, origin: string): T | undefined {
  return byOrigin.get(origin) ?? (origin === 'null' ? undefined : byOrigin.get('*'));
}

function allowedOrigin(origins: readonly string[], origin = 'null'): string | undefined {
  if (origin === 'null') return undefined;
  return origins.find((each) => each === origin || each === '*');
}

function preflightHeaders(request: HttpRequest, rules: RouteRules): FlatHeaders {
  const origin = allowedOrigin(rules.origins, request.headers.origin);
  const method = request.headers['access-control-request-method'] ?? '';
  const rule = rules.byMethod.get(method);
  if (origin === undefined || rule === undefined || !allows(rule, method)) return varyPreflight;
  const methods = [...rules.byMethod].filter(([name, each]) => each !== undefined && allows(each, name));
  const headers = [
    ...allowOrigin(origin, rule),
    'access-control-allow-methods',
    methods.map(([name]) => name).join(', '),
  ];
  const allowed = requestedHeaders(request).filter((name) => isAllowed(rule, name));
  if (allowed.length > 0) headers.push('access-control-allow-headers', allowed.join(', '));
  if (rule.maxAge !== undefined) headers.push('access-control-max-age', String(rule.maxAge));
  return [...headers, ...varyPreflight];
}

function allows({ allowedMethods }: CorsRule, method: string): boolean {
  if (allowedMethods === undefined || allowedMethods.includes(method)) return true;
  return method === 'HEAD' && allowedMethods.includes('GET');
}

function requestedHeaders(request: HttpRequest): readonly string[] {
  const list = request.headers['access-control-request-headers'] ?? '';
  const names = list.split(',', maxRequestedHeaders).map((name) => name.trim().toLowerCase());
  return [...new Set(names)].filter((name) => /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name));
}

function isAllowed({ allowedHeaders, allowCredentials }: CorsRule, name: string): boolean {
  if (allowedHeaders.has(name)) return true;
  return allowedHeaders.has('*') && !allowCredentials && name !== 'authorization';
}
