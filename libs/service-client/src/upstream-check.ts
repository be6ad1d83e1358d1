import type { ReadinessCheck } from '@brrt/router-core/ports';
import type { Dispatcher } from 'undici';
import { UpstreamUnavailableError } from './upstream-error.ts';

/**
 * Whether a called service answers at all, over the same connections as its calls. Liveness is asked for, not readiness: services
 * that call each other would wait for each other. One that knows no `/livez` says so with a 404, which is an answer as well.
 */
export function createUpstreamCheck(
  service: string,
  origin: string,
  connection: { readonly dispatcher: Dispatcher },
): ReadinessCheck {
  return {
    name: `client:${service}`,
    degrades: true,
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
