import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { HttpConfig, WebSocketConfig } from '../config/index.ts';
import type { HttpError } from '../errors/http-error.ts';
import { ClientFramingError } from '../errors/pipeline-errors.ts';
import { MalformedRequestError, PayloadTooLargeError } from '../errors/request-errors.ts';
import type { WebSocketListener } from '../ports/web-socket.ts';
import type { Answering } from './answerer.ts';
import { checkFraming } from './check-framing.ts';
import { connectionOf } from './connection.ts';
import { HandshakeResponse, type Upgrader } from './handshake-response.ts';
import { NodeRequest } from './node-request.ts';
import { isHandshake, readHandshake } from './read-handshake.ts';
import { refuse, respond } from './respond.ts';
import { toConnection } from './web-socket-connection.ts';

/** The WebSockets of one server. */
export interface WebSockets {
  /** Who has not gone after `milliseconds` is cut. */
  cutAfter(milliseconds: number): void;
}

/** How long the other side may take to say goodbye too. */
const closeMilliseconds = 5_000;

/** Takes handshakes over from `node:http` and serves what comes of them with `ws`. */
export function serveWebSockets<Exchange>(
  server: Server,
  http: HttpConfig,
  answering: Answering<Exchange>,
): WebSockets {
  const open = new Map<WebSocket, OpenWebSocket>();
  const upgrade = createUpgrader(http.websocket, open);
  server.on('upgrade', (message: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const connection = connectionOf(socket);
    // Answers before have to arrive first.
    connection.afterAnswers(() => {
      if (socket.destroyed) return;
      const target = new HandshakeResponse({ message, socket, head, upgrade });
      if (!connection.takes(target, 0, answering.answerer.isDraining)) {
        socket.destroy();
        return;
      }
      const offer = isHandshake(message) ? readHandshake(message) : undefined;
      const request = new NodeRequest(message, target, false, offer);
      const fault = checkFraming(message, http.maxHeaders) ?? checkContent(request);
      if (fault === undefined) respond(answering.answerer, request, target);
      else refuse(answering.answerer, request, { target, fault });
    });
  });
  const beating = beat(http.websocket, open);
  return {
    cutAfter(milliseconds) {
      clearInterval(beating);
      setTimeout(() => {
        for (const socket of open.keys()) socket.terminate();
      }, milliseconds).unref();
    },
  };
}

/** Octets behind the request are frames: a body there would be read as such. */
function checkContent({ body }: NodeRequest): ClientFramingError | undefined {
  if (!body.present) return undefined;
  return new ClientFramingError(400, 'A request that asks for another protocol has no content here');
}

interface OpenWebSocket {
  readonly listener: WebSocketListener;
  /** It has answered, or said anything, since the last ping. */
  isAlive: boolean;
}

/** What is answered to a handshake beside what `ws` says itself. */
interface AcceptedHandshake {
  readonly lines: readonly string[];
  readonly protocol: string | false;
}

/** By the limit of a message: `ws` has one per server. */
function createServers(
  config: WebSocketConfig,
  accepted: WeakMap<IncomingMessage, AcceptedHandshake>,
): (maxPayload: number) => WebSocketServer {
  const servers = new Map<number, WebSocketServer>();
  return (maxPayload) => {
    const known = servers.get(maxPayload);
    if (known !== undefined) return known;
    // A variable: the types of `ws` do not know `closeTimeout`.
    const options = {
      noServer: true,
      clientTracking: false,
      maxPayload,
      closeTimeout: closeMilliseconds,
      // Each connection that compresses costs memory and time before anything of a message is known.
      perMessageDeflate: config.compression
        ? { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 1_024, concurrencyLimit: 4 }
        : false,
      handleProtocols: (_offered: Set<string>, message: IncomingMessage) => accepted.get(message)?.protocol ?? false,
    };
    const made = new WebSocketServer(options);
    made.on('headers', (lines, message) => lines.push(...(accepted.get(message)?.lines ?? [])));
    servers.set(maxPayload, made);
    return made;
  };
}

function createUpgrader(config: WebSocketConfig, open: Map<WebSocket, OpenWebSocket>): Upgrader {
  const accepted = new WeakMap<IncomingMessage, AcceptedHandshake>();
  const serverFor = createServers(config, accepted);
  return ({ handshake: { message, socket, head } }, acceptance, { headers, upgraded, ended }) => {
    const lines = Array.from(
      { length: headers.length / 2 },
      (_, index) => `${headers[2 * index]}: ${headers[2 * index + 1]}`,
    );
    accepted.set(message, { lines, protocol: acceptance.subprotocol ?? false });
    const leave = (): void => ended();
    socket.once('close', leave);
    serverFor(acceptance.maxMessageBytes).handleUpgrade(message, socket, head, (webSocket) => {
      socket.off('close', leave);
      const listener = acceptance.open(toConnection(webSocket));
      upgraded();
      open.set(webSocket, { listener, isAlive: true });
      connectionOf(socket).leave = () => listener.drain();
      listen(webSocket, { listener, limit: acceptance.maxMessageBytes, alive: () => keep(open, webSocket) }, () => {
        open.delete(webSocket);
        ended();
      });
      listener.start();
    });
  };
}

function keep(open: ReadonlyMap<WebSocket, OpenWebSocket>, webSocket: WebSocket): void {
  const known = open.get(webSocket);
  if (known !== undefined) known.isAlive = true;
}

interface Listening {
  readonly listener: WebSocketListener;
  readonly limit: number;
  readonly alive: () => void;
}

function listen(webSocket: WebSocket, { listener, limit, alive }: Listening, gone: () => void): void {
  webSocket.on('message', (data, isBinary) => {
    alive();
    // `nodebuffer` is how `ws` gives messages unless told otherwise.
    listener.message(data as Buffer, isBinary);
  });
  webSocket.on('pong', alive);
  webSocket.on('ping', alive);
  webSocket.on('error', (error: NodeJS.ErrnoException) => {
    const found = explain(error, limit);
    if (found !== undefined) listener.broken(found.error, found.code);
  });
  webSocket.on('close', (code, reason) => {
    listener.closed({ code, reason: reason.toString() }, code !== 1006);
    gone();
  });
}

/** The status codes with which `ws` has closed the connection already (its `lib/receiver.js`). */
function explain(
  error: NodeJS.ErrnoException,
  limit: number,
): { readonly error: HttpError; readonly code: number } | undefined {
  switch (error.code) {
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return { error: new PayloadTooLargeError(limit, `A message exceeds ${limit} octets`), code: 1009 };
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return { error: new PayloadTooLargeError(limit, 'A message comes in too many pieces'), code: 1008 };
    case 'WS_ERR_INVALID_UTF8':
      return { error: new MalformedRequestError('A text message is not UTF-8'), code: 1007 };
    default:
      // Else it is of the socket, which has no more to say.
      return error.code?.startsWith('WS_ERR_') === true
        ? { error: new MalformedRequestError('A frame breaks RFC 6455'), code: 1002 }
        : undefined;
  }
}

/** One timer for all connections: pings, and the end of those that are silent. */
function beat({ pingIntervalMs }: WebSocketConfig, open: ReadonlyMap<WebSocket, OpenWebSocket>): NodeJS.Timeout {
  const beatMilliseconds = Math.min(pingIntervalMs || slowestBeat, slowestBeat);
  let pingedAt = performance.now();
  return setInterval(() => {
    const now = performance.now();
    const isPing = pingIntervalMs > 0 && now - pingedAt >= pingIntervalMs - beatMilliseconds / 2;
    if (isPing) pingedAt = now;
    for (const [webSocket, state] of open) {
      state.listener.beat(now);
      if (isPing) ping(webSocket, state);
    }
  }, beatMilliseconds).unref();
}

/** Idle connections are found no later than that. */
const slowestBeat = 1_000;

function ping(webSocket: WebSocket, state: OpenWebSocket): void {
  // Of a client that is held back nothing is read, its answers neither.
  if (!state.isAlive && !webSocket.isPaused) {
    state.listener.dead();
    return;
  }
  state.isAlive = false;
  webSocket.ping();
}
