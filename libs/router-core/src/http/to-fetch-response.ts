import { finished, Readable } from 'node:stream';
import { mayHaveContent } from '../body/index.ts';
import { type HttpResponse, headersOf } from '../ports/http-message.ts';
import type { StreamEnd } from './write-response.ts';

/**
 * A response of the pipeline as a fetch `Response`; the body is left out where the method or status has none. `ended` is called
 * once, when nothing more will be read.
 */
export function toFetchResponse(request: Request, response: HttpResponse, ended: (end: StreamEnd) => void): Response {
  const headers = new Headers();
  const flat = headersOf(response);
  for (let index = 0; index + 1 < flat.length; index += 2) headers.append(flat[index] ?? '', flat[index + 1] ?? '');
  const { status, body: source } = response;
  if (request.method === 'HEAD' || !mayHaveContent(status) || source === undefined) {
    if (source instanceof Readable) source.destroy();
    ended({ delivered: true, failure: undefined });
    return new Response(null, { status, headers });
  }
  if (typeof source === 'string' || source instanceof Uint8Array) {
    ended({ delivered: true, failure: undefined });
    return new Response(source, { status, headers });
  }
  if (!(source instanceof Readable)) headers.set('content-length', String(source.size));
  const body = source instanceof Readable ? source : source.open();
  finished(body, (error) => {
    // Whoever reads a Response may stop when it likes.
    const isFailure = error != null && error.code !== 'ERR_STREAM_PREMATURE_CLOSE' && error.name !== 'AbortError';
    ended({ delivered: error == null, failure: isFailure ? error : undefined });
  });
  return new Response(Readable.toWeb(body), { status, headers });
}
