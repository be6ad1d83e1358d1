import { explainPort } from '../../tools/generators/src/cli/dev/check-port.ts';

/** A free loopback port below the range that outgoing connections are given. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if ((await explainPort({ port, host: '127.0.0.1' })) === undefined) return port;
  }
}
