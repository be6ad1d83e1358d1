import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { CallEvent, CallTiming } from '../api/console.ts';
import type { AnswerHead, WebSocketCheck } from './contract-tools.ts';
import { explainFailure } from './explain-failure.ts';
import { pairsOf } from './open-answer.ts';
import type { OpenSockets } from './open-sockets.ts';
import { type MessageToSend, type ReadBody, readBody } from './send-message.ts';

interface SocketToOpen extends MessageToSend {
  readonly webSocket: WebSocketCheck;
  readonly sockets: OpenSockets;
  /** Under which it is found while it is open. */
  readonly key: string;
}

/** Events that wait for the page before the service is held back. */
const maximumWaiting = 256;

/** Opens a WebSocket and tells what goes over it, both ways, until one side ends it; an abort says goodbye. */
export async function* openSocket(opening: SocketToOpen, signal: AbortSignal): AsyncGenerator<CallEvent> {
  try {
    yield* eventsOf(createSocket(opening), opening, signal);
  } catch (error) {
    // The handshake cannot be written.
    yield { type: 'failed', message: explainFailure(error), timing: { total: 0 } };
  }
}

function eventsOf(socket: WebSocket, opening: SocketToOpen, signal: AbortSignal): ReadableStream<CallEvent> {
  const goodbye = (): void => socket.close(1000);
  signal.addEventListener('abort', goodbye, { once: true });
  if (signal.aborted) goodbye();
  const listener = { isGone: false };
  return new ReadableStream<CallEvent>(
    {
      start(controller) {
        const say = (event: CallEvent): void => {
          if (listener.isGone) return;
          controller.enqueue(event);
          if ((controller.desiredSize ?? 0) <= 0) socket.pause();
        };
        tell(socket, opening, say);
        socket.once('close', () => {
          signal.removeEventListener('abort', goodbye);
          if (!listener.isGone) controller.close();
        });
      },
      pull() {
        // `ws` throws where it is closing and there was no connection yet.
        if (socket.isPaused) socket.resume();
      },
      cancel() {
        listener.isGone = true;
        goodbye();
      },
    },
    { highWaterMark: maximumWaiting },
  );
}

function createSocket({ origin, message, webSocket, limits }: SocketToOpen): WebSocket {
  const { target, headers, certificate } = message;
  return new WebSocket(origin.replace(/^http/, 'ws') + target, [...webSocket.subprotocols], {
    headers: Object.fromEntries(headers.filter(([name]) => !unsaid.has(name.toLowerCase()))),
    maxPayload: limits.bodyOctets,
    maxHeaderSize: limits.headOctets,
    handshakeTimeout: limits.headMilliseconds,
    perMessageDeflate: false,
    followRedirects: false,
    // Services in development sign their certificates themselves.
    rejectUnauthorized: false,
    ...(certificate !== undefined && { cert: certificate.cert, key: certificate.key }),
  });
}

const unsaid: ReadonlySet<string> = new Set(['accept', 'accept-encoding']);

/** Ends with `closed`, `end` (the handshake was refused) or `failed`. */
function tell(socket: WebSocket, opening: SocketToOpen, say: (event: CallEvent) => void): void {
  const { webSocket, sockets, key } = opening;
  const startedAt = performance.now();
  const since = (): number => Math.round((performance.now() - startedAt) * 1000) / 1000;
  const timing = (): CallTiming => ({ total: since() });
  let last: CallEvent | undefined;
  const fail = (error: unknown): void => {
    last ??= { type: 'failed', message: explainFailure(error), timing: timing() };
  };
  socket.once('upgrade', (response) => say({ ...headOf(response), timing: timing() }));
  socket.once('open', () => {
    sockets.set(key, ({ text, sendInvalid }) => {
      const violations = webSocket.check('receive', Buffer.from(text), false);
      const sent = violations.length === 0 || sendInvalid;
      if (sent) socket.send(text);
      say({ type: 'message', from: 'page', text, at: since(), violations, sent });
    });
  });
  socket.on('message', (data, isBinary) => {
    const octets = data as Buffer; // `nodebuffer` is how `ws` gives messages unless told otherwise
    const violations = webSocket.check('send', octets, isBinary);
    const content = isBinary ? { base64: octets.toString('base64') } : { text: octets.toString() };
    say({ type: 'message', from: 'service', ...content, at: since(), violations, sent: true });
  });
  socket.once('unexpected-response', (_request, response) => {
    const head = headOf(response);
    say({ ...head, timing: timing() });
    tellRefusal(response, { ...opening, head, startedAt, say })
      .then((body) => {
        last = { type: 'end', timing: timing(), ...body };
      }, fail)
      .finally(() => socket.terminate());
  });
  socket.on('error', fail);
  socket.once('close', (code, reason) => {
    sockets.delete(key);
    say(last ?? { type: 'closed', code, reason: reason.toString(), timing: timing() });
  });
}

interface Refusal extends SocketToOpen {
  readonly head: AnswerHead;
  readonly startedAt: number;
  readonly say: (event: CallEvent) => void;
}

/** An answer as those of other operations are. */
async function tellRefusal(body: IncomingMessage, { head, check, limits, startedAt, say }: Refusal): Promise<ReadBody> {
  const answer = { body, headers: head.headers, waitForever: () => undefined };
  const events = readBody(answer, check(head), { limits, startedAt });
  for (;;) {
    const { done, value } = await events.next();
    if (done === true) return value;
    say(value);
  }
}

function headOf({ statusCode: status = 0, statusMessage: statusText = '', rawHeaders }: IncomingMessage) {
  return { type: 'head', status, statusText, headers: pairsOf(rawHeaders) } as const;
}
