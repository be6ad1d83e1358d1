import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { checkHost, checkOrigin, ownHosts } from './check-origin.ts';
import { createLoopbackServer } from './loopback-server.ts';
import { sendAnswer, toProblem } from './send-answer.ts';

export type OtlpIntake = (message: IncomingMessage, response: ServerResponse) => void;

/**
 * The port that takes telemetry: without a token, as exporters send none. So pages in a browser are kept out: by the name they ask
 * for, by their origin, and by `Sec-Fetch-Site`.
 */
export function createIntakeServer(intake: () => Promise<OtlpIntake>): Server {
  const server = createLoopbackServer(async (message, response) => {
    try {
      const address = server.address();
      const hosts = ownHosts(typeof address === 'object' && address !== null ? address.port : 0);
      checkHost(message, hosts);
      checkOrigin(message, hosts);
      (await intake())(message, response);
    } catch (error) {
      await sendAnswer(response, toProblem(error)).catch(() => response.destroy());
    }
  });
  return server;
}
