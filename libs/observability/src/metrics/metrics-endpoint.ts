import type { HttpResponse, ManagementEndpoint } from '@brrt/router-core/ports';
import type { Exposition } from './exposition.ts';

/** `GET /metrics`: OpenMetrics for who prefers it in `Accept`, Prometheus text for everybody else. */
export function createMetricsEndpoint(exposition: Exposition): ManagementEndpoint {
  return {
    path: '/metrics',
    respond: async (request): Promise<HttpResponse> => {
      const format = prefersOpenMetrics(request.headers.accept ?? '') ? 'openmetrics' : 'prometheus';
      const { contentType, text } = await exposition.expose(format);
      return { status: 200, headers: ['content-type', contentType, 'vary', 'Accept'], body: text };
    },
  };
}

function prefersOpenMetrics(accept: string): boolean {
  const openMetrics = quality(accept, 'application/openmetrics-text');
  return openMetrics > 0 && openMetrics >= quality(accept, 'text/plain');
}

/** RFC 9110 §12.5.1: the highest weight among the ranges that name the media type; 0 when none does. */
function quality(accept: string, mediaType: string): number {
  let best = 0;
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    if (type !== mediaType) continue;
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const value = weight === undefined ? 1 : Number(weight);
    if (value > best) best = value;
  }
  return best;
}
