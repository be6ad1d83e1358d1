import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RequestError } from './request-error.ts';
import { commonHeaders } from './response-headers.ts';
import type { RouteAnswer } from './route.ts';

export async function sendAnswer(response: ServerResponse, { status, headers, body }: RouteAnswer): Promise<void> {
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  const length = isWhole ? { 'content-length': Buffer.byteLength(body) } : {};
  response.writeHead(status, { ...commonHeaders, ...headers, ...length });
  if (isWhole) response.end(body);
  else await pipeline(Readable.from(body), response);
}

/** As problem document (RFC 9457). What is no RequestError says nothing of itself. */
export function toProblem(error: unknown): RouteAnswer {
  const known = error instanceof RequestError ? error : new RequestError(500, 'The dashboard failed');
  const { status, code, message, headers } = known;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({ type: 'about:blank', title: titleOf(status), status, detail: message, code }),
  };
}

function titleOf(status: number): string {
  return titles[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error');
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  503: 'Service Unavailable',
};
