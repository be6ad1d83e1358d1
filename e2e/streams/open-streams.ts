import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Event streams that are read as they come, over connections of their own. */
export interface OpenStreams extends Disposable {
  /** What each has received since it was opened. */
  received(): readonly string[];
  /** Resolves when all have been closed by the other side. */
  readonly closed: Promise<unknown>;
}

/** Opens them one after the other; resolves when all have their header. */
export async function openStreams(count: number, url: string, headers: readonly string[]): Promise<OpenStreams> {
  const { hostname, port, pathname, search } = new URL(url);
  const sockets: Socket[] = [];
  const texts: string[] = [];
  const begun: Promise<unknown>[] = [];
  const closed: Promise<unknown>[] = [];
  for (let index = 0; index < count; index++) {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    sockets.push(socket);
    texts.push('');
    await once(socket, 'connect');
    socket.setEncoding('utf8').on('data', (chunk) => {
      texts[index] = `${texts[index]}${chunk}`;
    });
    begun.push(once(socket, 'data'));
    closed.push(once(socket, 'close'));
    const head = [`GET ${pathname}${search} HTTP/1.1`, 'Host: localhost', ...headers];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
  }
  await Promise.all(begun);
  return {
    received: () => texts,
    closed: Promise.all(closed),
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
