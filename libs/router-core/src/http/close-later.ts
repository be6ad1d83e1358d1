import type { Socket } from 'node:net';

/** How long a connection stays open for a client that has been refused and does not close its side. */
const lingerMilliseconds = 2_000;

/** Gives a client that is still sending the time to see its answer: a reset would take it away. */
export function closeLater(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), lingerMilliseconds).unref();
  socket.once('close', () => clearTimeout(timer));
}
