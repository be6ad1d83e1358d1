import { createServer } from 'node:net';
import { explainRefusal } from '@brrt/router-core/run';

/** Where an app is going to listen. */
export interface Address {
  readonly port: number;
  readonly host: string;
  /** Listens for https. */
  readonly secure?: boolean;
}

/** Why a port cannot be had, in words; undefined when it is free. Port 0 is always free. */
export function explainPort({ port, host }: Address): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) => resolve(explainRefusal(error, { port, host })));
  server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  return promise;
}
