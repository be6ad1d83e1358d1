import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DashboardError } from '../dashboard-error.ts';

/** The only address that the dashboard is ever reached at. */
export const loopback = '127.0.0.1';

/** A server for this machine alone. */
export function createLoopbackServer(listener: RequestListener): Server {
  return createServer({ maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 120_000 }, listener);
}

/**
 * @returns the port
 * @throws DashboardError when something else listens there
 */
export async function listenOn(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ port, host: loopback, exclusive: true }, resolve);
  try {
    await promise;
  } catch (error) {
    throw new PortTakenError(port, error);
  } finally {
    server.off('error', reject);
  }
  return (server.address() as AddressInfo).port; // it listens on a port, not on a pipe
}

/** Somebody else listens on a port of the dashboard. */
export class PortTakenError extends DashboardError {
  readonly port: number;

  constructor(port: number, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const reason = code === 'EADDRINUSE' ? 'something else listens there' : code;
    super(`port ${port} cannot be had: ${reason}`);
    this.cause = cause;
    this.port = port;
  }
}

/** Ends the server and what is connected to it. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}
