import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What arrived at the called service. */
export interface Arrived {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Upstream extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** In the order of their arrival. */
  readonly arrived: readonly Arrived[];
  readonly connections: number;
}

/** Status, headers and body to answer every request with. */
export interface Canned {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/** A service on a free port of the loopback interface that keeps what it receives. */
export async function startUpstream(answer: Canned | RequestListener): Promise<Upstream> {
  const arrived: Arrived[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const { method, url: target, headers } = request;
    arrived.push({ method, target, headers, body: await buffer(request) });
    if (typeof answer === 'function') return answer(request, response);
    for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
    response.writeHead(answer.status ?? 200).end(answer.body);
  });
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listen(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    arrived,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const lowest = 20_000;
const highest = 31_999;

// Below the range that systems hand out themselves.
export async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return port;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}
