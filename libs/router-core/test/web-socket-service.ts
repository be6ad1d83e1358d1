import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { readServiceModelText } from '@brrt/service-model';
import { afterEach } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { createContract } from '../src/host/live-host.ts';
import { createService, type Hooks, type Service, type ServiceOptions } from '../src/index.ts';
import type { Exchange, HandlerContext, HandlerRegistry, WebSocketChannel } from '../src/ports/index.ts';

const text = `openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders/{orderId}/live:
    get:
      operationId: watchOrder
      parameters:
        - { name: orderId, in: path, required: true, schema: { type: integer } }
      responses: { '101': { description: Switching protocols } }
      x-websocket:
        receive: { $ref: '#/components/schemas/Command' }
        send: { $ref: '#/components/schemas/Event' }
        subprotocols: [orders.v2, orders.v1]
  /plain:
    get:
      operationId: plain
      responses: { '200': { description: OK, content: { application/json: { schema: { type: string }, example: hello } } } }
  /octets:
    get:
      operationId: octets
      responses: { '101': { description: Switching protocols } }
      x-websocket: { binary: [receive, send], maxMessageBytes: 64, maxConnections: 2 }
components:
  schemas:
    Command:
      type: object
      required: [quantity]
      additionalProperties: false
      properties: { quantity: { type: integer, minimum: 1 }, note: { type: string, default: none } }
    Event:
      oneOf:
        - { type: object, required: [state], properties: { state: { type: string } }, example: { state: open } }
        - { type: object, required: [eta], properties: { eta: { type: integer } }, example: { eta: 5 } }
`;

const { model } = await readServiceModelText({ file: '/nowhere/openapi.yaml', text });
if (model === undefined) throw new TypeError('The contract of this test cannot be read');
const contract = createContract(model);

export type Channel = WebSocketChannel;
export type Serve = (request: unknown, context: HandlerContext, socket: Channel) => unknown;

const running: { stop(): unknown }[] = [];
afterEach(async () => {
  for (const { stop } of running.splice(0).reverse()) await stop();
});

export interface Running {
  readonly service: Service;
  readonly url: string;
  readonly port: number;
  /** Finished exchanges. */
  readonly ended: readonly Exchange[];
}

export async function serve(
  handlers: Readonly<Record<string, Serve>>,
  options: Partial<ServiceOptions<unknown, unknown>> = {},
): Promise<Running> {
  const ended: Exchange[] = [];
  const hooks: Hooks = { onEnd: (exchange) => ended.push(exchange) };
  const service = createService({
    contract,
    // Generated types are tested where they are generated.
    handlers: handlers as unknown as HandlerRegistry<HandlerContext>,
    hooks: [hooks],
    ...options,
  });
  const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
  running.push({ stop: () => service.close() });
  return { service, port, url: `ws://127.0.0.1:${port}`, ended };
}

/** A client that keeps what comes, from the first message on. */
export class Client {
  readonly socket: WebSocket;
  readonly messages: unknown[] = [];
  readonly closed: Promise<string>;

  constructor(url: string, options: { readonly protocols?: string[]; readonly headers?: Record<string, string> } = {}) {
    this.socket = new WebSocket(url, options.protocols ?? [], { headers: options.headers ?? {} });
    this.socket.on('message', (data: RawData, isBinary: boolean) =>
      this.messages.push(isBinary ? data : JSON.parse(String(data))),
    );
    this.closed = new Promise((resolve) =>
      this.socket.once('close', (code, reason) => resolve(`${code} ${reason}`.trim())),
    );
    this.socket.on('error', () => undefined);
    running.push({ stop: () => this.socket.terminate() });
  }

  async opened(): Promise<this> {
    await once(this.socket, 'open');
    return this;
  }

  send(value: unknown): void {
    this.socket.send(JSON.stringify(value));
  }
}

/** A client that writes octets of its own. */
export async function openRaw(port: number, path: string, headers: readonly string[] = []): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  running.push({ stop: () => socket.destroy() });
  await once(socket, 'connect');
  socket.write(
    [`GET ${path} HTTP/1.1`, 'Host: localhost', ...(headers.length > 0 ? headers : handshake), '', ''].join('\r\n'),
  );
  return socket;
}

export const handshake = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** Everything until the server ends the connection. */
export async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks);
}

/** Code of the closing frame that ends what a server sent. */
export function closeCodeOf(octets: Buffer): number | undefined {
  const body = octets.subarray(octets.indexOf('\r\n\r\n') + 4);
  for (let at = 0; at + 1 < body.length; ) {
    const opcode = (body[at] ?? 0) & 0x0f;
    const size = (body[at + 1] ?? 0) & 0x7f;
    if (opcode === 8) return body.readUInt16BE(at + 2);
    at += 2 + (size === 126 ? 2 + body.readUInt16BE(at + 2) : size);
  }
  return undefined;
}

/** A masked frame as clients send it (RFC 6455 §5.2). */
export function frame(first: number, payload: Buffer | string): Buffer {
  const data = Buffer.from(payload);
  const mask = Buffer.from([1, 2, 3, 4]);
  const masked = data.map((octet, index) => octet ^ (mask[index % 4] ?? 0));
  const size =
    data.length < 126 ? Buffer.from([0x80 | data.length]) : Buffer.from([0xfe, data.length >> 8, data.length & 255]);
  return Buffer.concat([Buffer.from([first]), size, mask, masked]);
}

export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
