import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a route is given. */
export interface RouteRequest {
  readonly message: IncomingMessage;
  /** Decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Aborts when who asked is gone. */
  readonly signal: AbortSignal;
}

export interface RouteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Pieces of it as they come, where they are many. */
  readonly body: string | Uint8Array | AsyncIterable<string>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `/api/services/{name}/contract` */
  readonly path: string;
  /** `response` is for streams that the route writes itself: then it answers nothing. */
  readonly respond: (
    request: RouteRequest,
    response: ServerResponse,
  ) => RouteAnswer | undefined | Promise<RouteAnswer | undefined>;
}

export interface MatchedRoute {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** The route of a path, or the methods that there are; undefined: there is no such path. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  segments: readonly string[],
): MatchedRoute | { readonly allow: readonly string[] } | undefined {
  const allow: string[] = [];
  for (const route of routes) {
    const path = matchPath(route.path, segments);
    if (path === undefined) continue;
    if (route.method === method || (route.method === 'GET' && method === 'HEAD')) return { route, path };
    allow.push(route.method, ...(route.method === 'GET' ? ['HEAD'] : []));
  }
  return allow.length === 0 ? undefined : { allow };
}

function matchPath(template: string, segments: readonly string[]): Readonly<Record<string, string>> | undefined {
  const parts = template.slice(1).split('/');
  if (parts.length !== segments.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) values[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return values;
}

export function json(value: unknown, status = 200): RouteAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function noContent(status = 204): RouteAnswer {
  return { status, headers: {}, body: '' };
}
