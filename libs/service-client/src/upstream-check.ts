import type { ReadinessCheck } from '@brrt/router-core/ports';
import type { Upstream } from './resilience/upstream.ts';
import { UpstreamUnavailableError } from './upstream-error.ts';

/**
 * Whether a called service answers at all, over the same connections as its calls. Liveness is asked for, not readiness: services
 * that call each other would wait for each other. One that knows no `/livez` says so with a 404, which is an answer as well.
 */
export function createUpstreamCheck(
  service: string,
  origin: string,
  connection: Pick<Upstream, 'dispatcher' | 'circuit'>,
): ReadinessCheck {
  return {
    name: `client:${service}`,
    degrades: true,
    // Whether the service lives is one thing, whether calls get through to it another.
    details: () => (connection.circuit === undefined ? {} : { circuit: connection.circuit }),
    async check(signal) {
      const { statusCode, body } = await connection.dispatcher.request({
        origin,
        path: '/livez',
        method: 'GET',
        signal,
      });
      await body.dump();
      if (statusCode >= 500) throw new UpstreamUnavailableError({ service, operation: 'livez', answered: statusCode });
    },
  };
}
