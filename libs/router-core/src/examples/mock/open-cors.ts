import type { Operation } from '@brrt/service-model';
import type { FlatHeaders, HttpRequest } from '../../ports/http-message.ts';
import type { CorsPolicy } from '../../ports/policies.ts';

/** Lets pages of every origin call every operation, with credentials. For mocks: a service names its origins. */
export const openCors: CorsPolicy = {
  compile(operations: readonly Operation[]) {
    const methods = [...new Set(operations.map(({ method }) => method))].join(', ');
    return {
      preflight: (request) => ({
        status: 204,
        headers: [
          ...originHeaders(request),
          'access-control-allow-methods',
          methods === '' ? (request.headers['access-control-request-method'] ?? '*') : methods,
          'access-control-allow-headers',
          request.headers['access-control-request-headers'] ?? '*',
          'access-control-max-age',
          '600',
        ],
        body: undefined,
      }),
      headers: (request) => [...originHeaders(request), 'access-control-expose-headers', '*'],
    };
  },
};

/** `*` would forbid cookies (Fetch standard §3.2.5), so the origin is repeated. */
function originHeaders({ headers }: HttpRequest): FlatHeaders {
  const { origin } = headers;
  if (origin === undefined) return ['vary', 'Origin'];
  return ['access-control-allow-origin', origin, 'access-control-allow-credentials', 'true', 'vary', 'Origin'];
}
