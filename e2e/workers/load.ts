import { Agent, request } from 'node:http';

/** What came of requests over connections that are kept. */
export interface LoadResult {
  readonly answered: number;
  /** By status, or by the code of Node's error. */
  readonly failed: Readonly<Record<string, number>>;
}

export interface Load {
  stop(): Promise<LoadResult>;
  /** Resolves when so many more requests were answered. */
  more(requests: number): Promise<void>;
}

/** Asks over and over, one request after the other on each connection; the first failure of one opens another. */
export function startLoad(url: string, connections: number, headers: Readonly<Record<string, string>> = {}): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const failed: Record<string, number> = {};
  let answered = 0;
  let isStopping = false;
  const once = (): Promise<string | undefined> =>
    new Promise((resolve) => {
      const asked = request(url, { agent, headers, timeout: 10_000 }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200 ? undefined : String(response.statusCode)));
        response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', (error: NodeJS.ErrnoException) => {
        const reason = error.code ?? error.message;
        resolve(asked.reusedSocket || reason === 'ECONNREFUSED' ? reason : `${reason} of a new connection`);
      });
      asked.end();
    });
  const loop = async (): Promise<void> => {
    while (!isStopping) {
      const failure = await once();
      if (failure === undefined) answered++;
      else {
        failed[failure] = (failed[failure] ?? 0) + 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  const loops = Array.from({ length: connections }, loop);
  return {
    async stop() {
      isStopping = true;
      await Promise.all(loops);
      agent.destroy();
      return { answered, failed };
    },
    async more(requests) {
      for (const wanted = answered + requests; answered < wanted; ) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
