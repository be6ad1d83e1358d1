import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../support/free-port.ts';

/** How a service behaves; `well` passes every request on to the real one. */
export type Mood = keyof typeof moods;

/** A service between a caller and the real one, on a free port of the loopback interface, whose mood a test changes. */
export interface BadDay extends AsyncDisposable {
  readonly url: string;
  mood: Mood;
  /** Requests that arrived, by path, since `forget`. */
  readonly arrived: readonly string[];
  forget(): void;
  /** Connections that are open. */
  readonly connections: number;
  /** Answers that are neither complete nor given up by the caller. */
  readonly unfinished: number;
}

export async function startBadDay(real: string): Promise<BadDay> {
  const arrived: string[] = [];
  const sockets = new Set<Socket>();
  let unfinished = 0;
  const day: { mood: Mood } = { mood: 'well' };
  const server = createServer((request, response) => {
    arrived.push(request.url ?? '');
    unfinished++;
    response.once('close', () => unfinished--);
    response.on('error', () => undefined);
    moods[day.mood]({ request, response, count: arrived.length, real });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await findFreePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    get mood() {
      return day.mood;
    },
    set mood(mood) {
      day.mood = mood;
    },
    arrived,
    forget: () => void arrived.splice(0),
    get connections() {
      return sockets.size;
    },
    get unfinished() {
      return unfinished;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Which one it is, from 1. */
  readonly count: number;
  /** Where the real service is. */
  readonly real: string;
}

const moods = {
  well: (arrival: Arrival) => passOn(arrival, sayAll),
  /** Answers when nobody waits any more. */
  slow: (arrival: Arrival) => void setTimeout(() => passOn(arrival, sayAll), 6_000).unref(),
  /** Takes the request and is gone. */
  dead: ({ request }: Arrival) => void request.socket.destroy(),
  unavailable: ({ response }: Arrival) => void response.writeHead(503).end(),
  /** Two of three requests come to nothing. */
  flapping: (arrival: Arrival) =>
    arrival.count % 3 === 0 ? passOn(arrival, sayAll) : void arrival.request.socket.destroy(),
  /** Says what its contract does not allow. */
  lying: (arrival: Arrival) => passOn(arrival, (_, response) => void response.end('{"surprise":"secret"}')),
  /** Breaks off in the middle of the body. */
  resetting: (arrival: Arrival) =>
    passOn(arrival, (_, response) => response.write('[{', () => void setTimeout(() => response.destroy(), 20))),
  /** Has never said all. */
  endless: (arrival: Arrival) =>
    passOn(arrival, (_, response) => void pipeline(Readable.from(blanks()), response).catch(() => undefined)),
  /** Begins, and says nothing more. */
  hanging: (arrival: Arrival) => passOn(arrival, (_, response) => response.flushHeaders()),
};

async function* blanks(): AsyncGenerator<string> {
  yield '[';
  const some = ' '.repeat(65_536);
  for (;;) {
    yield some;
    await wait(1);
  }
}

type Say = (answer: IncomingMessage, response: ServerResponse) => void;

function sayAll(answer: IncomingMessage, response: ServerResponse): void {
  answer.pipe(response);
}

/** The head of the answer is the real one's. */
function passOn({ request, response, real }: Arrival, say: Say): void {
  const { method, headers } = request;
  const passed = send(real + request.url, { method, headers, agent: false }, (answer) => {
    const { 'content-length': _, ...head } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, head);
    say(answer, response);
    if (say !== sayAll) answer.resume();
  });
  passed.once('error', () => response.destroy());
  request.pipe(passed);
}
