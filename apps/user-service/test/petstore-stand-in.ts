import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { freePort } from './free-port.ts';

/** What the pet store answers to the next requests. */
export interface PetstoreAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface PetstoreStandIn {
  readonly url: string;
  /** Changed by tests. */
  answer: PetstoreAnswer;
  /** In the order of their arrival. */
  readonly arrived: readonly Pick<IncomingMessage, 'url' | 'headers'>[];
  stop(): Promise<void>;
}

export const max = {
  id: 1,
  name: 'Max',
  breed: 'Labrador',
  age: 3,
  vaccinated: true,
  tags: ['friendly'],
  color: null,
  ownerId: '00000000-0000-4000-8000-000000000001',
  revision: 1,
};

/** Another program on a port of the loopback interface that speaks as the pet store does: apps do not import apps. */
export async function startPetstoreStandIn(): Promise<PetstoreStandIn> {
  const arrived: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
  const server = createServer((request, response) => {
    arrived.push(request);
    const { status, headers = {}, body } = standIn.answer;
    const contentType = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': contentType, ...headers }).end(JSON.stringify(body));
  });
  const port = await freePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const standIn: PetstoreStandIn = {
    url: `http://127.0.0.1:${port}`,
    answer: { status: 200, headers: { 'x-total-count': '1' }, body: [max] },
    arrived,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standIn;
}
