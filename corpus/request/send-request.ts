import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { RequestToSend } from './build-requests.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const patienceMilliseconds = 20_000;

/** Sends requests over one connection, as they are: `fetch` would normalise targets and refuse methods and bodies. */
export function createSender(url: string): { send(toSend: RequestToSend): Promise<Answer>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(url);
  return {
    close: () => agent.destroy(),
    send: ({ method, target, headers, body }) =>
      new Promise((resolve, reject) => {
        const sent = { ...headers, ...(body !== undefined && { 'Content-Length': String(body.octets.length) }) };
        const exchange = request({ agent, hostname, port, method, path: target, headers: sent }, (response) => {
          readAnswer(response).then(resolve, reject);
        });
        exchange.setTimeout(patienceMilliseconds, () => exchange.destroy(new TypeError('no answer in 20 s')));
        exchange.on('error', reject);
        exchange.end(body?.octets);
      }),
  };
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}
