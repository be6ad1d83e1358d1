import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOtlpIntake, type OtlpIntakeOptions, type OtlpSink } from '../src/otlp/otlp-intake.ts';

/** The intake behind a real port. */
export async function serveIntake(
  sink: OtlpSink,
  options?: OtlpIntakeOptions,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(createOtlpIntake(sink, options));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
