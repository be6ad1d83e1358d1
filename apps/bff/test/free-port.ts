import { once } from 'node:events';
import { createServer } from 'node:net';

const lowest = 20_000;
const highest = 31_999;

/** A TCP port of the loopback interface that nobody listens on, below the range that systems hand out themselves. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    const server = createServer();
    const isFree = once(server.listen(port, '127.0.0.1'), 'listening').then(
      () => true,
      () => false,
    );
    if (!(await isFree)) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error(`No free port from ${lowest} to ${highest}`);
}
