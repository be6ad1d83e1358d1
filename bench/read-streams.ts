import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A process of its own that reads streams: opens as many as it is told, says `open` when all have begun, and how many events have
 * arrived whenever that many have arrived at every one of them.
 */
const [port = 0, count = 0] = process.argv.slice(2).map(Number);
const sockets: Socket[] = [];
let begun = 0;
let events = 0;

function read(socket: Socket): void {
  let isBegun = false;
  socket.on('data', (chunk: Buffer) => {
    if (!isBegun) {
      isBegun = true;
      begun += 1;
    }
    for (let at = chunk.indexOf('\nid: '); at !== -1; at = chunk.indexOf('\nid: ', at + 1)) {
      events += 1;
      if (events % count === 0) process.send?.({ events: events / count });
    }
  });
  // A stream that ends is a failure of the bench.
  socket.on('close', () => process.exit(1));
}

for (let index = 0; index < count; index++) {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  read(socket);
  await once(socket, 'connect');
  socket.write('GET /news HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n');
}
while (begun < count) await wait(20);
process.send?.({ open: begun });
process.on('disconnect', () => process.exit(0));
