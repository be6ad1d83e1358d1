import { Readable } from 'node:stream';
import type { HttpResponse } from '../ports/http-message.ts';

/** A response of the pipeline as a fetch `Response`; the body is left out where the method or status has none. */
export function toFetchResponse(request: Request, response: HttpResponse): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < response.headers.length; index += 2) {
    headers.append(response.headers[index] ?? '', response.headers[index + 1] ?? '');
  }
  const { status, body } = response;
  if (request.method === 'HEAD' || status === 204 || status === 205 || status === 304 || body === undefined) {
    if (body instanceof Readable) body.destroy();
    return new Response(null, { status, headers });
  }
  return new Response(body instanceof Readable ? Readable.toWeb(body) : body, { status, headers });
}
