import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { CallTiming } from '../api/console.ts';
import { CallFailedError } from './call-failed-error.ts';
import type { HeaderLine } from './contract-tools.ts';
import type { MessageToSend } from './send-message.ts';

/** An answer whose head is there. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Readable;
  readonly timing: Omit<CallTiming, 'total'>;
  /** What broke the connection, where that is known. */
  failure(): Error | undefined;
  /** The body may be silent for as long as it likes. */
  waitForever(): void;
  /** Ends the connection, whatever is still to come. */
  close(): void;
}

interface Opening {
  /** `performance.now()` */
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

// RFC 9110 §15.2: a client takes any number of them. No honest service sends so many.
const maximumInterim = 100;

/**
 * One request on a connection of its own, to the origin and nowhere else: redirects are answers like others.
 * @throws CallFailedError, or Node's own errors
 */
export function openAnswer(
  { origin, message, limits }: MessageToSend,
  { startedAt, signal }: Opening,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = createRequest(origin, message, { maxHeaderSize: limits.headOctets, signal });
  const timing: { connect?: number; firstByte?: number } = {};
  let failure: Error | undefined;
  const failWith = (error: Error): void => {
    // The first one says why; those behind it are what became of it.
    failure ??= error;
    reject(error);
  };
  const fail = (reason: string): void => {
    failWith(new CallFailedError(reason));
    request.destroy();
  };
  const connecting = setTimeout(() => fail('the connection is not made in time'), limits.connectMilliseconds);
  let waiting: NodeJS.Timeout | undefined;
  let interim = 0;
  request.once('socket', (socket: Socket) => {
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
      clearTimeout(connecting);
      timing.connect = performance.now() - startedAt;
      waiting = setTimeout(() => fail('no answer came in time'), limits.headMilliseconds);
    });
  });
  request.on('information', () => {
    interim += 1;
    if (interim > maximumInterim) fail('there was no end of interim answers');
  });
  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    fail('the service changed the protocol');
  });
  request.once('connect', (_response, socket) => {
    socket.destroy();
    fail('the service opened a tunnel');
  });
  request.once('response', (response) => {
    clearTimeout(waiting);
    timing.firstByte = performance.now() - startedAt;
    resolve({
      ...toAnswer(response, { request, timing, idleMilliseconds: limits.idleMilliseconds }),
      failure: () => failure,
    });
  });
  request.on('error', failWith);
  request.once('close', () => {
    clearTimeout(connecting);
    clearTimeout(waiting);
    reject(new CallFailedError('the connection was closed'));
  });
  request.end(message.body);
  return promise;
}

function createRequest(
  origin: string,
  { method, target, headers, certificate }: MessageToSend['message'],
  options: { readonly maxHeaderSize: number; readonly signal: AbortSignal },
): ClientRequest {
  const { protocol, hostname, port } = new URL(origin);
  const place = { hostname: hostname.replace(/^\[|\]$/g, ''), port, path: target, method, agent: false, ...options };
  const shown = certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key };
  // Services in development sign their certificates themselves, and this is the address that they listen on.
  const request =
    protocol === 'https:' ? requestHttps({ ...place, ...shown, rejectUnauthorized: false }) : requestHttp(place);
  try {
    for (const [name, value] of headers) request.appendHeader(name, value);
  } catch (error) {
    request.on('error', () => undefined).destroy();
    throw error;
  }
  return request;
}

interface Arriving {
  readonly request: ClientRequest;
  readonly timing: Answer['timing'];
  readonly idleMilliseconds: number;
}

function toAnswer(response: IncomingMessage, { request, timing, idleMilliseconds }: Arriving): Omit<Answer, 'failure'> {
  response.setTimeout(idleMilliseconds, () => response.destroy(new CallFailedError('the body stopped coming')));
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: pairsOf(response.rawHeaders),
    body: response,
    timing,
    waitForever: () => void response.setTimeout(0),
    close: () => void request.destroy(),
  };
}

export function pairsOf(flat: readonly string[]): readonly HeaderLine[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));
}
