import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface LocalAnswer {
  readonly status: number;
  readonly text: string;
}

export const timeoutMilliseconds = 2_000;
const maximumOctets = 8 * 1024 * 1024;

/** W3C Trace Context §3.2: not sampled, so that a service does not tell of what only the dashboard asks. */
const unsampled = '00-b22700000000000000000000000dab0d-b227000000dab0d0-00';

/** What a service of this machine answers; undefined: nothing, too late, or too much. */
export function fetchLocal(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  method: 'GET' | 'POST' = 'GET',
): Promise<LocalAnswer | undefined> {
  const { promise, resolve } = Promise.withResolvers<LocalAnswer | undefined>();
  const fail = (): void => resolve(undefined);
  const take = (message: IncomingMessage): void => {
    readText(message).then((text) => resolve(text && { status: message.statusCode ?? 0, text: text.text }), fail);
  };
  const options: RequestOptions = {
    agent: false,
    method,
    headers: { traceparent: unsampled, ...headers, 'accept-encoding': 'identity' },
    signal: AbortSignal.timeout(timeoutMilliseconds),
  };
  // A service in development may have a certificate that only its callers know. Nothing is sent that it could misuse.
  const request = url.startsWith('https:')
    ? requestHttps(url, { ...options, rejectUnauthorized: false }, take)
    : requestHttp(url, options, take);
  request.once('error', fail).end();
  return promise;
}

async function readText(message: IncomingMessage): Promise<{ readonly text: string } | undefined> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    octets += chunk.length;
    if (octets > maximumOctets) {
      message.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8') };
}
