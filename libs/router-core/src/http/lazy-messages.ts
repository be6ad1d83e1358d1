import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { LazyMessage } from './lazy-message.ts';
import { LazyResponse } from './lazy-response.ts';

type MessageClasses = Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'>;

// They have all that Node's have, at the latest when it is asked for.
const classes = { IncomingMessage: LazyMessage, ServerResponse: LazyResponse } as unknown as Required<MessageClasses>;

let verdict: boolean | undefined;

/** Messages that are made only as far as they are needed; none, so that Node takes its own, where it treats them otherwise than here. */
export function lazyMessages(): MessageClasses {
  verdict ??= isTreatedAsExpected();
  return verdict ? classes : {};
}

const requests = Buffer.from(
  'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nbodyGET / HTTP/1.1\r\nhost: a\r\n\r\n',
);

const expected = ['body', 'POST', 'false,false', 'GET', 'false,false'];

/** Tries them with a server of Node, on a connection that leads nowhere: everything happens before it returns. */
function isTreatedAsExpected(): boolean {
  const seen: string[] = [];
  const connection = new Duplex({
    decodeStrings: false,
    read: () => undefined,
    write: (chunk, _encoding, written) => {
      seen.push(String(chunk));
      written();
    },
  });
  const server = createServer({ ...classes, keepAliveTimeout: 0, optimizeEmptyRequests: true }, (message, response) => {
    if (!(message instanceof LazyMessage) || !(response instanceof LazyResponse)) return;
    const end = (): void => {
      response.writeWhole(message.method ?? '', 'latin1');
      seen.push([message.isStream, response.isMade].join());
    };
    if (message.method === 'GET') end();
    else message.collect({ data: (octets) => seen.push(octets.toString()), end, aborted: () => undefined });
  });
  // An agent that watches servers by an `emit` of its own has seen no request.
  server.emit = EventEmitter.prototype.emit;
  try {
    server.emit('connection', connection);
    connection.emit('data', requests);
    return seen.join() === expected.join() && isMadeAsExpected(connection, seen);
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
}

/** Asked for more than a text, they are what they would have been. */
function isMadeAsExpected(connection: Duplex, seen: readonly string[]): boolean {
  const message = new LazyMessage(connection as Socket); // no more than a stream is needed
  const response = new LazyResponse(message, {});
  response.assignSocket(connection as Socket);
  // What they can do now they are not said to be able to.
  const [request, target] = [message as unknown as IncomingMessage, response as unknown as ServerResponse];
  const before = seen.length;
  message.push(Buffer.from('a'));
  target.setHeader('b', 'c').end('d');
  const written = seen.slice(before).join('');
  return String(request.read()) === 'a' && written.startsWith('HTTP/1.1 200 OK\r\nb: c\r\n') && written.endsWith('\nd');
}
