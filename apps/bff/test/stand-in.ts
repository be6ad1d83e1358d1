import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { freePort } from './free-port.ts';

/** A service that answers as a test wants, on a free port of the loopback interface. */
export interface StandIn {
  readonly url: string;
  readonly arrived: readonly IncomingMessage[];
  stop(): Promise<void>;
}

export async function startStandIn(answer: RequestListener): Promise<StandIn> {
  const arrived: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    arrived.push(request);
    answer(request, response);
  });
  const port = await freePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
