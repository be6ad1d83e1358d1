import { createServer } from 'node:net';
import { explainRefusal } from '@brrt/router-core/run';

/** Where an app is going to listen. */
export interface Address {
  readonly port: number;
  readonly host: string;
  /** Listens for https. */
  readonly secure?: boolean;
  /** Where health, metrics, contract and docs are, if not there. */
  readonly management?: Address | undefined;
}

/** Why one of the ports of a service cannot be had; undefined when they are free. */
export async function explainPorts(address: Address): Promise<string | undefined> {
  const { management } = address;
  return (await explainPort(address)) ?? (management && (await explainPort(management)));
}

/** Why a port cannot be had, in words; undefined when it is free. Port 0 is always free. */
export function explainPort({ port, host }: Address): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) => resolve(explainRefusal(error, { port, host })));
  server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  return promise;
}
