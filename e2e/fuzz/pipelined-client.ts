import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request as it goes out; length and host are added. */
export interface SentRequest {
  readonly method: string;
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer | undefined;
}

/** A service that says nothing for so long hangs. */
const patienceMilliseconds = 5_000;

/** Sends all requests at once on a kept connection and gives the status of each; what a closed connection swallowed is sent again. */
export class PipelinedClient {
  readonly #port: number;
  #socket: Socket | undefined = undefined;

  constructor(port: number) {
    this.#port = port;
  }

  async send(requests: readonly SentRequest[]): Promise<readonly number[]> {
    const statuses: number[] = [];
    while (statuses.length < requests.length) {
      const answered = await this.#exchange(requests.slice(statuses.length));
      if (answered.length === 0) throw new TypeError('A connection was closed without an answer');
      statuses.push(...answered);
    }
    return statuses;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #exchange(requests: readonly SentRequest[]): Promise<readonly number[]> {
    const socket = this.#socket ?? connect(this.#port, '127.0.0.1').on('error', () => undefined);
    this.#socket = socket;
    if (socket.connecting) await once(socket, 'connect');
    const done = Promise.withResolvers<void>();
    const statuses: number[] = [];
    let received: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        const answer = parseAnswer(received, requests[statuses.length]?.method === 'HEAD');
        if (answer === undefined) return;
        received = received.subarray(answer.length);
        // `100 Continue` and its like are no answers.
        if (answer.status >= 200) statuses.push(answer.status);
        // RFC 9112 §9.6: nothing that was sent after this request is answered.
        if (answer.isLast) socket.destroy();
        if (statuses.length < requests.length && !answer.isLast) continue;
        if (answer.isLast) this.#socket = undefined;
        done.resolve();
        return;
      }
    };
    const onClose = (): void => {
      this.#socket = undefined;
      done.resolve();
    };
    const timer = setTimeout(
      () => done.reject(new TypeError(`No answer: ${show(requests[statuses.length])}`)),
      patienceMilliseconds,
    );
    socket.on('data', onData).once('close', onClose);
    socket.write(Buffer.concat(requests.map(serialize)));
    try {
      await done.promise;
    } catch (error) {
      // Whatever comes now answers nothing that will be sent.
      this.close();
      throw error;
    } finally {
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose);
    }
    return statuses;
  }
}

export function show(request: SentRequest | undefined): string {
  return request === undefined ? 'nothing' : JSON.stringify(serialize(request).toString('latin1'));
}

function serialize({ method, target, headers, body }: SentRequest): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: a'];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  if (body !== undefined) lines.push(`Content-Length: ${body.length}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return body === undefined ? head : Buffer.concat([head, body]);
}

interface ParsedAnswer {
  readonly status: number;
  /** How many octets it takes. */
  readonly length: number;
  /** The server closes after it. */
  readonly isLast: boolean;
}

/** The first whole answer. */
function parseAnswer(octets: Buffer, isHead: boolean): ParsedAnswer | undefined {
  const end = octets.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = octets.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const isLast = /\r\nconnection: (?:[^\r]*, *)?close/i.test(head);
  const start = end + 4;
  if (isHead || status < 200 || status === 204 || status === 304) return { status, length: start, isLast };
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    return octets.length < start + Number(length) ? undefined : { status, length: start + Number(length), isLast };
  }
  const chunksEnd = endOfChunks(octets, start);
  return chunksEnd === undefined ? undefined : { status, length: chunksEnd, isLast };
}

function endOfChunks(octets: Buffer, start: number): number | undefined {
  for (let at = start; ; ) {
    const line = octets.indexOf('\r\n', at);
    if (line === -1) return undefined;
    const size = Number.parseInt(octets.toString('latin1', at, line), 16);
    at = line + 2 + size + 2;
    if (at > octets.length) return undefined;
    if (size === 0) return at;
  }
}
