import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { GeneratedRequest } from '@brrt/router-core/examples';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One connection to a service. */
export interface Sender {
  send(toSend: GeneratedRequest): Promise<Answer>;
  close(): void;
}

const patienceMilliseconds = 20_000;

/** Sends requests as they are: `fetch` would normalise targets and refuse methods and bodies. */
export function createSender(url: string): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { host, hostname, port } = new URL(url);
  return {
    close: () => agent.destroy(),
    send: ({ method, target, headers, body }) =>
      new Promise((resolve, reject) => {
        // Without a length Node frames most methods as if there were a body.
        const sent = ['Host', host, ...headers, 'Content-Length', String(Buffer.byteLength(body ?? ''))];
        const exchange = request({ agent, hostname, port, method, path: target, headers: sent }, (response) => {
          readAnswer(response).then(resolve, reject);
        });
        exchange.setTimeout(patienceMilliseconds, () => exchange.destroy(new TypeError('no answer in 20 s')));
        exchange.on('error', reject);
        exchange.end(body);
      }),
  };
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}
