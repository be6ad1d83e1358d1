import { createServer } from 'node:net';

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
  server.once('error', (error: NodeJS.ErrnoException) => resolve(explainError(error, { port, host })));
  server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  return promise;
}

function explainError(error: NodeJS.ErrnoException, { port, host }: Address): string {
  if (error.code === 'EADDRINUSE') return `port ${port} is taken: something else listens on ${host}:${port}`;
  if (error.code === 'EACCES') return `port ${port} needs more rights than this user has`;
  return `cannot listen on ${host}:${port}: ${error.message}`;
}
