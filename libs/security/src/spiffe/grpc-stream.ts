import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectSocket, type Socket } from 'node:net';

const maxMessageOctets = 4_194_304;
const prefixOctets = 5;
const statuses = { ok: 0, internal: 13, unavailable: 14, unknown: 2 };

/** How a call ended (gRPC status codes). Never leaves this library. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code = 'ERR_GRPC';
  readonly status: number;
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

export interface GrpcCall {
  /** `unix:///path` or `tcp://address:port`. */
  readonly address: string;
  /** `/Service/Method`. */
  readonly path: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The message that is sent; empty unless given. */
  readonly request?: Buffer;
  /** Called for every message; what it throws ends the call. */
  onMessage(message: Buffer): void;
}

export interface GrpcStream {
  /** Settles when the call is over: rejects with a GrpcError for any status but 0. */
  readonly ended: Promise<void>;
  /** The call alone does not keep the process alive any more. */
  unref(): void;
  close(): void;
}

/** Calls a method that takes one message and answers with a stream of them, or with one (gRPC over HTTP/2). */
export function openGrpcStream(call: GrpcCall): GrpcStream {
  const session = connect('http://localhost', { createConnection: () => connectTo(call.address) });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (cause: unknown): void => {
    reject(
      cause instanceof GrpcError ? cause : new GrpcError(statuses.unavailable, 'The connection failed', { cause }),
    );
    session.destroy();
  };
  session.on('error', fail);
  session.once('close', () => fail(new GrpcError(statuses.unavailable, 'The connection was closed')));
  const stream = openStream(session, call);
  const reader = new MessageReader();
  stream.on('error', fail);
  stream.once('response', (headers) => {
    const failure = failureOf(headers);
    if (failure !== undefined) fail(failure);
  });
  stream.on('data', (chunk: Buffer) => {
    try {
      for (const message of reader.read(chunk)) call.onMessage(message);
    } catch (error) {
      fail(error);
    }
  });
  stream.once('trailers', (trailers) => {
    const status = statusOf(trailers);
    if (status?.status === statuses.ok && reader.isAtEnd) resolve();
    else fail(status ?? new GrpcError(statuses.internal, 'The answer has no status'));
    session.close();
  });
  stream.once('end', () => session.close());
  return { ended: promise, unref: () => session.unref(), close: () => session.destroy() };
}

function openStream(
  session: ClientHttp2Session,
  { path, metadata, request = Buffer.alloc(0) }: GrpcCall,
): ClientHttp2Stream {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...metadata,
  });
  // Not compressed, and its length.
  const prefix = Buffer.alloc(prefixOctets);
  prefix.writeUInt32BE(request.length, 1);
  stream.end(Buffer.concat([prefix, request]));
  return stream;
}

function connectTo(address: string): Socket {
  const [, host, port] = /^tcp:\/\/\[?(.+?)\]?:(\d+)$/.exec(address) ?? [];
  if (host !== undefined) return connectSocket({ host, port: Number(port) });
  return connectSocket({ path: address.replace(/^unix:(\/\/)?/, '') });
}

function failureOf(headers: IncomingHttpHeaders & { readonly ':status'?: number | undefined }): GrpcError | undefined {
  if (headers[':status'] !== 200) return new GrpcError(statuses.unavailable, `HTTP status ${headers[':status']}`);
  const type = headers['content-type'] ?? '';
  if (!/^application\/grpc($|[+;])/.test(type)) return new GrpcError(statuses.unknown, 'The answer is no gRPC');
  // A call that fails at once has its status in the header section.
  const status = statusOf(headers);
  return status?.status === statuses.ok ? undefined : status;
}

function statusOf(headers: IncomingHttpHeaders): GrpcError | undefined {
  const status = headers['grpc-status'];
  if (typeof status !== 'string' || !/^\d{1,2}$/.test(status)) return undefined;
  return new GrpcError(Number(status), String(headers['grpc-message'] ?? `status ${status}`));
}

/** Cuts a stream into messages: a flag, a length of four octets, and as many octets. */
class MessageReader {
  #chunks: Buffer[] = [];
  #octets = 0;

  get isAtEnd(): boolean {
    return this.#octets === 0;
  }

  /** @throws GrpcError for a compressed or an oversize message */
  read(chunk: Buffer): readonly Buffer[] {
    this.#chunks.push(chunk);
    this.#octets += chunk.length;
    if (this.#octets < prefixOctets) return [];
    let rest = Buffer.concat(this.#chunks);
    const messages: Buffer[] = [];
    while (rest.length >= prefixOctets) {
      if (rest[0] !== 0) throw new GrpcError(statuses.internal, 'A message is compressed');
      const end = prefixOctets + rest.readUInt32BE(1);
      if (end > maxMessageOctets) throw new GrpcError(statuses.internal, 'A message is too long');
      if (rest.length < end) break;
      messages.push(rest.subarray(prefixOctets, end));
      rest = rest.subarray(end);
    }
    this.#chunks = [rest];
    this.#octets = rest.length;
    return messages;
  }
}
