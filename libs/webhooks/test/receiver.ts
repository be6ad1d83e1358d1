import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedMessage {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly ReceivedMessage[];
  /** What is answered from now on, by the count of messages so far. */
  answer(how: (response: ServerResponse, count: number) => void): void;
  /** Resolves when so many have arrived. */
  until(count: number): Promise<void>;
}

/** Takes webhooks on loopback: 204 unless told otherwise. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const received: ReceivedMessage[] = [];
  const waiting = new Set<() => void>();
  let respond = (response: ServerResponse, _count: number): void => void response.writeHead(204).end();
  const server = createServer(async (message, response) => {
    const { method = '', url = '', headers } = message;
    received.push({ method, url, headers, body: await text(message) });
    respond(response, received.length);
    for (const check of waiting) check();
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${actual}/hook`,
    received,
    answer: (how) => {
      respond = how;
    },
    until: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (received.length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
